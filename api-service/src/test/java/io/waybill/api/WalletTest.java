package io.waybill.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.waybill.money.Usd;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

final class WalletTest extends ApiTest {
    @Test
    void me_says_whose_key_it_is_and_what_is_in_the_wallet() {
        TestStore.Reseller reseller = store.reseller("10.25");

        Reply me = http.get("/api/v1/me", reseller.key());

        assertThat(me.text())
                .isEqualTo(("{\"ok\":true,\"currency\":\"BDT\",\"balance_display\":\"৳1,230.00\",\"user\":{\"id\":%d,"
                                + "\"email\":\"%s\",\"balance\":\"10.25\",\"balance_display\":\"৳1,230.00\"},\"api_key_id\":%d,\"mode\":\"live\"}")
                        .formatted(reseller.accountId(), reseller.email(), reseller.keyId()));
    }

    @Test
    void transfers_are_listed_newest_first_and_read_on_by_cursor() {
        TestStore.Reseller reseller = store.reseller("1.00");
        store.topUp(reseller.walletId(), Usd.parse("2.00"));
        store.topUp(reseller.walletId(), Usd.parse("0.000001"));

        JsonNode first =
                http.get("/api/v1/wallet/transfers?limit=2", reseller.key()).json();
        JsonNode second = http.get(
                        "/api/v1/wallet/transfers?limit=2&after="
                                + first.path("next").asString(),
                        reseller.key())
                .json();

        assertThat(seqs(first)).containsExactly(3L, 2L);
        assertThat(first.path("has_more").asBoolean()).isTrue();
        assertThat(first.path("transfers").path(0).path("amount").asString()).isEqualTo("0.000001");
        assertThat(first.path("transfers").path(0).path("balance_after").asString())
                .isEqualTo("3.000001");
        assertThat(first.path("transfers").path(0).path("kind").asString()).isEqualTo("top_up");
        assertThat(seqs(second)).containsExactly(1L);
        assertThat(second.path("has_more").asBoolean()).isFalse();
        assertThat(second.path("next").isNull()).isTrue();
    }

    @Test
    void from_seq_reads_forward_so_that_books_can_be_kept() {
        TestStore.Reseller reseller = store.reseller("1.00");
        for (int i = 0; i < 4; i++) {
            store.topUp(reseller.walletId(), Usd.parse("1.00"));
        }

        JsonNode first = http.get("/api/v1/wallet/transfers?from_seq=2&limit=3", reseller.key())
                .json();
        JsonNode rest = http.get(
                        "/api/v1/wallet/transfers?from_seq=2&limit=3&after="
                                + first.path("next").asString(),
                        reseller.key())
                .json();

        assertThat(seqs(first)).containsExactly(2L, 3L, 4L);
        assertThat(seqs(rest)).containsExactly(5L);
    }

    @Test
    void each_balance_is_the_one_before_plus_the_amount() {
        TestStore.Reseller reseller = store.reseller("10.00");
        long order = http.post(
                        "/api/v1/orders",
                        reseller.key(),
                        "{\"item_id\":%d,\"player_id\":\"a\"}".formatted(store.providerItem("1.50")))
                .orderId();
        http.post("/api/v1/orders/" + order + "/cancel", reseller.key(), "");

        JsonNode list =
                http.get("/api/v1/wallet/transfers?from_seq=1", reseller.key()).json();
        BigDecimal balance = BigDecimal.ZERO;
        List<String> kinds = new ArrayList<>();
        for (JsonNode transfer : list.path("transfers")) {
            balance = balance.add(new BigDecimal(transfer.path("amount").asString()));
            assertThat(new BigDecimal(transfer.path("balance_after").asString()))
                    .isEqualByComparingTo(balance);
            kinds.add(transfer.path("kind").asString());
        }

        assertThat(kinds).containsExactly("top_up", "charge", "refund");
        assertThat(balance).isEqualByComparingTo("10.00");
    }

    @Test
    void nobody_sees_anothers_transfers() {
        TestStore.Reseller one = store.reseller("1.00");
        TestStore.Reseller other = store.reseller("0");

        assertThat(seqs(http.get("/api/v1/wallet/transfers", one.key()).json())).hasSize(1);
        assertThat(seqs(http.get("/api/v1/wallet/transfers", other.key()).json()))
                .isEmpty();
    }

    @Test
    void nonsense_in_the_query_is_400() {
        TestStore.Reseller reseller = store.reseller("1.00");
        for (String query : List.of(
                "limit=0",
                "limit=201",
                "limit=x",
                "limit=-1",
                "limit=1.9",
                "from_seq=x",
                "after=zz",
                "limit=1&limit=2",
                "limit=%25zz",
                "limit=%ff")) {
            assertRefused(http.get("/api/v1/wallet/transfers?" + query, reseller.key()), 400, "validation");
        }
    }

    private static List<Long> seqs(JsonNode list) {
        return list.path("transfers")
                .valueStream()
                .map(transfer -> transfer.path("seq").asLong())
                .toList();
    }
}
