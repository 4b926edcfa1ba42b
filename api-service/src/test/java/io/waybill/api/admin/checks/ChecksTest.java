package io.waybill.api.admin.checks;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.waybill.api.ApiTest;
import io.waybill.api.Reply;
import io.waybill.api.TestStore;
import io.waybill.checks.Checks;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.StreamSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

final class ChecksTest extends ApiTest {
    private static final String ROUTE = "/api/admin/v1/checks";

    @Autowired
    private MeterRegistry meters;

    @Autowired
    private Checks checks;

    @Autowired
    private CheckMeters checkMeters;

    @Test
    void each_check_is_named_and_counted_with_its_rule_and_examples() {
        TestStore.Reseller reseller = store.reseller("10.00");
        long item = store.stockItem("1.00", 3);
        for (int i = 0; i < 3; i++) {
            Reply order =
                    http.post("/api/v1/orders", reseller.key(), "{\"item_id\":" + item + ",\"player_id\":\"player\"}");
            assertThat(order.status()).as(order.text()).isEqualTo(200);
        }

        Reply reply = http.get(ROUTE, store.admin());

        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        assertThat(reply.string("mode")).isEqualTo("incremental");
        assertThat(Instant.parse(reply.string("checked_at"))).isNotNull();
        assertThat(reply.json().path("orders_total").asLong()).isGreaterThanOrEqualTo(3);
        assertThat(reply.json().path("orders_checked").asLong()).isGreaterThanOrEqualTo(3);
        assertThat(reply.json().path("checks").size()).isGreaterThan(20);
        boolean allHold = true;
        for (JsonNode check : reply.json().path("checks")) {
            assertThat(check.path("name").asString()).matches("[a-z_]+");
            assertThat(check.path("says").asString()).endsWith(".");
            assertThat(check.path("ok").asBoolean())
                    .isEqualTo(check.path("violations").asLong(-1) == 0);
            assertThat(check.path("examples").isEmpty())
                    .isEqualTo(check.path("ok").asBoolean());
            allHold &= check.path("ok").asBoolean();
        }
        assertThat(reply.json().path("ok").asBoolean()).as(reply.text()).isEqualTo(allHold);
        assertThat(reply.json().path("late_successes").path("count").asLong(-1)).isNotNegative();
    }

    @Test
    void what_is_wrong_is_answered_and_measured_until_it_is_healed() {
        TestStore.Reseller reseller = store.reseller("10.00");
        jdbc.sql("update wallet set balance_micros = balance_micros + 1 where id = :id")
                .param("id", reseller.walletId())
                .update();
        try {
            JsonNode balance = check(http.get(ROUTE + "?full=true", store.admin()), "wallet_balance");
            assertThat(balance.path("ok").asBoolean(true)).isFalse();
            assertThat(balance.path("violations").asLong()).isOne();
            assertThat(balance.path("examples").path(0).path("wallet_id").asLong())
                    .isEqualTo(reseller.walletId());
            assertThat(balance.path("examples").path(0).path("balance_usd").asString())
                    .isEqualTo("10.000001");
            assertThat(measured("wallet_balance")).isOne();
        } finally {
            jdbc.sql("update wallet set balance_micros = balance_micros - 1 where id = :id")
                    .param("id", reseller.walletId())
                    .update();
        }
        CheckRounds rounds = new CheckRounds(checks, checkMeters, Duration.ofMillis(100));
        rounds.start();
        Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .untilAsserted(() -> assertThat(measured("wallet_balance")).isZero());
        rounds.stop();
        assertThat(meters.get("waybill.checks.age").gauge().value()).isBetween(-5.0, 60.0);
        assertThat(meters.get("waybill.checks.duration").gauge().value()).isPositive();
    }

    @Test
    void only_an_admin_may_ask_and_only_for_full_or_not() {
        assertRefused(http.get(ROUTE, store.reseller("0").key()), 403, "forbidden");
        assertRefused(http.get(ROUTE + "?full=perhaps", store.admin()), 400, "validation");
        Reply full = http.get(ROUTE + "?full=true", store.admin());
        assertThat(full.string("mode")).isEqualTo("full");
    }

    private double measured(String check) {
        return meters.get("waybill.check.violations")
                .tag("check", check)
                .gauge()
                .value();
    }

    private static JsonNode check(Reply reply, String name) {
        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        return StreamSupport.stream(reply.json().path("checks").spliterator(), false)
                .filter(check -> check.path("name").asString().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
