package io.waybill.fulfillment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.waybill.account.Mode;
import io.waybill.catalog.Billing;
import io.waybill.provider.Outcome;
import io.waybill.provider.Outcome.Bought;
import io.waybill.provider.Outcome.NotBought;
import io.waybill.provider.Outcome.NotBought.Reason;
import io.waybill.provider.Provider;
import io.waybill.provider.ProviderAccount;
import io.waybill.provider.Purchase;
import io.waybill.provider.ScriptedServer;
import io.waybill.provider.http.AnswerLimits;
import io.waybill.provider.panel.PanelConfiguration;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The window that docs/fulfillment.md names: from the last check of the session until the request is with the provider.
 * A worker that is stopped in it is not stopped from sending.
 */
class ResidualWindowTest {
    /** From when a session is not trusted any more until others may end it. */
    private static final Duration MARGIN = Duration.ofSeconds(2);

    private static final int PURCHASES = 500;
    private static final String SALE = "{\"ok\":true,\"order_id\":7,\"status\":\"completed\"}";

    private final AtomicLong arrivedAt = new AtomicLong();
    private ScriptedServer server;
    private Provider provider;

    @BeforeEach
    void start() throws IOException {
        server = ScriptedServer.start(connection -> {
            connection.read();
            arrivedAt.set(System.nanoTime());
            connection.write("HTTP/1.1 200 OK\r\nContent-Length: " + SALE.length() + "\r\n\r\n" + SALE);
        });
        provider = PanelConfiguration.adapter(AnswerLimits.DEFAULT, InstantSource.system())
                .connect(account());
    }

    @AfterEach
    void stop() throws IOException {
        provider.close();
        server.close();
    }

    @Test
    void theWindowIsFarNarrowerThanTheTimeBetweenMistrustAndTheEndOfASession() {
        List<Long> widths = new ArrayList<>();
        for (int i = 0; i < PURCHASES; i++) {
            AtomicLong checkedAt = new AtomicLong();

            Outcome outcome = provider.buy(purchase(i), () -> {
                checkedAt.set(System.nanoTime());
                return true;
            });

            assertThat(outcome).isInstanceOf(Bought.class);
            widths.add(arrivedAt.get() - checkedAt.get());
        }
        Collections.sort(widths);
        assertThat(widths.getFirst()).as("checked before it was sent").isPositive();
        assertThat(Duration.ofNanos(widths.get(PURCHASES / 2))).isLessThan(Duration.ofMillis(20));
        assertThat(Duration.ofNanos(widths.getLast())).isLessThan(MARGIN);
    }

    @Test
    void theLastCheckIsWhenTheConnectionIsOpenAndItAloneDecides() {
        AtomicInteger asked = new AtomicInteger();

        Outcome outcome = provider.buy(purchase(1), () -> asked.incrementAndGet() == 1);

        assertThat(asked).hasValueGreaterThan(1);
        assertThat(((NotBought) outcome).reason()).isEqualTo(Reason.NEVER_SENT);
        await().untilAsserted(() -> assertThat(server.connections()).isEqualTo(1));
        assertThat(server.requests()).isEmpty();
    }

    private static Purchase purchase(int number) {
        return new Purchase(number, "reference-" + number, "123", 1, "player", Map.of());
    }

    private ProviderAccount account() {
        return new ProviderAccount(
                1,
                "panel",
                "panel",
                Mode.LIVE,
                server.url(),
                "key",
                Billing.WALLET,
                BigDecimal.ZERO,
                Set.of(),
                1,
                10,
                0,
                Duration.ofSeconds(5),
                Duration.ofSeconds(5),
                true);
    }
}
