package io.waybill.provider.panel;

import static org.assertj.core.api.Assertions.assertThat;

import io.waybill.provider.Outcome;
import io.waybill.provider.Outcome.Bought;
import io.waybill.provider.Outcome.NotBought;
import io.waybill.provider.Outcome.NotBought.Reason;
import io.waybill.provider.Outcome.Unknown;
import io.waybill.provider.Provider;
import io.waybill.provider.Purchase;
import io.waybill.provider.ScriptedServer;
import io.waybill.provider.ScriptedServer.Request;
import io.waybill.provider.ScriptedServer.Script;
import io.waybill.provider.http.SendOnce;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class PanelProviderTest {
    private static final Duration ANSWER_TIMEOUT = Duration.ofMillis(600);
    private static final String SOLD = "{\"ok\":true,\"order_id\":7}";

    private ScriptedServer server;
    private Provider provider;

    @BeforeEach
    void start() throws IOException {
        server = ScriptedServer.start(Script.json(200, SOLD));
        provider = Panels.connect(Panels.account(server.url(), "sk_live_K", 10, ANSWER_TIMEOUT));
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
        provider.close();
    }

    @Test
    void sendsTheOrderAsTheStoreApiHasIt() {
        buy(new Purchase(1, "ref-9", "123", 1, "user@example.com", Map.of()));

        Request request = server.requests().getFirst();
        assertThat(request.method() + " " + request.path()).isEqualTo("POST /api/v1/orders");
        assertThat(request.headers())
                .containsEntry("authorization", "Bearer sk_live_K")
                .containsEntry("idempotency-key", "ref-9")
                .containsEntry("content-type", "application/json; charset=utf-8");
        assertThat(request.body()).isEqualTo("{\"item_id\":123,\"player_id\":\"user@example.com\"}");
    }

    @Test
    void sendsFieldsQuantitiesAndIdsThatAreNoNumbers() {
        buy(new Purchase(1, "ref-9", "007", 3, null, Map.of("cf_server", "eu \"1\"")));

        assertThat(server.requests().getFirst().body())
                .isEqualTo("{\"item_id\":\"007\",\"checkout\":{\"cf_server\":\"eu \\\"1\\\"\"},\"quantity\":3}");
    }

    @Test
    void aServiceWhosePiecesStandInTheCheckoutIsBoughtOnce() {
        Outcome outcome = buy(new Purchase(1, "ref-9", "5", 4_000, null, Map.of("smm_quantity", "4000")));

        assertThat(outcome).isInstanceOf(Bought.class);
        assertThat(server.requests().getFirst().body())
                .isEqualTo("{\"item_id\":5,\"checkout\":{\"smm_quantity\":\"4000\"}}");
    }

    @Test
    void keepsItsConnection() {
        for (int i = 0; i < 20; i++) {
            assertThat(buy()).isInstanceOf(Bought.class);
        }
        assertThat(server.connections()).isEqualTo(1);
    }

    @Test
    void anAnswerThatDripsEndsWithTheTimeOutAndShowsWhatCame() {
        server.next(connection -> {
            connection.read();
            connection.write("HTTP/1.1 200 OK\r\nContent-Length: 24\r\n\r\n");
            for (String c : SOLD.split("")) {
                connection.write(c);
                connection.pause(Duration.ofMillis(100));
            }
        });
        long start = System.nanoTime();

        Outcome outcome = buy();

        assertThat(outcome).isInstanceOf(Unknown.class);
        assertThat(outcome.exchange().answer()).contains("\"ok\"");
        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .isBetween(ANSWER_TIMEOUT, ANSWER_TIMEOUT.multipliedBy(3));
    }

    @Test
    void headersThatDripEndWithTheTimeOut() {
        server.next(connection -> {
            connection.read();
            connection.write("HTTP/1.1 200 OK\r\n");
            for (int i = 0; i < 1_000; i++) {
                connection.write("X-" + i + ": y\r\n");
                connection.pause(Duration.ofMillis(50));
            }
        });
        assertThat(buy()).isInstanceOf(Unknown.class);
    }

    @Test
    void aKeptConnectionThatIsResetLeavesThePurchaseUnknownAndIsNotTriedAgain() {
        buy();
        server.next(connection -> {
            connection.read();
            connection.reset();
        });

        assertThat(buy()).isInstanceOf(Unknown.class);
        assertThat(server.requests()).hasSize(2);
    }

    @Test
    void aResetOnConnectingSendsThePurchaseOnceAtMost() {
        server.next(ScriptedServer.Connection::reset);

        Outcome outcome = buy();

        switch (outcome) {
            case Bought _ -> assertThat(server.requests()).hasSize(1);
            case NotBought never -> {
                assertThat(never.reason()).isEqualTo(Reason.NEVER_SENT);
                assertThat(server.requests()).isEmpty();
            }
            case Unknown unknown ->
                assertThat(server.requests()).as(unknown.evidence()).isEmpty();
        }
    }

    @RepeatedTest(20)
    void aHandshakeThatFailsSendsNothing() {
        try (Provider overTls = Panels.connect(overTls(), "sk_live_K", ANSWER_TIMEOUT)) {
            server.next(connection -> connection.write("I speak no TLS\r\n"));
            assertNeverSent(overTls);
            server.next(connection -> {
                connection.write("");
                connection.hangUp();
            });
            assertNeverSent(overTls);
        }
    }

    @Test
    void aHandshakeThatHangsSendsNothing() {
        try (Provider overTls = Panels.connect(overTls(), "sk_live_K", ANSWER_TIMEOUT)) {
            server.next(ScriptedServer.Connection::hold);
            assertNeverSent(overTls);
        }
    }

    private URI overTls() {
        return URI.create(server.url().toString().replace("http:", "https:"));
    }

    @Test
    void anUnknownHostSendsNothing() {
        try (Provider nowhere =
                Panels.connect(URI.create("http://nowhere.invalid/api/v1"), "sk_live_K", ANSWER_TIMEOUT)) {
            assertNeverSent(nowhere);
        }
    }

    @Test
    void anAddressOrKeyThatCanNotBeUsedHoldsTheOrderInsteadOfFailingIt() {
        for (String url : new String[] {"ftp://localhost/api/v1", "/api/v1", "http:///api"}) {
            try (Provider broken = Panels.connect(URI.create(url), "sk_live_K", ANSWER_TIMEOUT)) {
                assertReason(broken, Reason.PROVIDER_DOWN);
            }
        }
        try (Provider broken = Panels.connect(server.url(), "sk_live_K\r\nX: y", ANSWER_TIMEOUT)) {
            assertReason(broken, Reason.PROVIDER_DOWN);
        }
    }

    @Test
    void theGateIsAskedAgainWhenTheConnectionIsThere() {
        AtomicInteger asked = new AtomicInteger();

        Outcome outcome = provider.buy(purchase(), () -> asked.incrementAndGet() == 1);

        assertThat(outcome)
                .isInstanceOfSatisfying(
                        NotBought.class, no -> assertThat(no.reason()).isEqualTo(Reason.NEVER_SENT));
        assertThat(asked).hasValue(2);
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void aClientThatTriesAgainByItselfGetsNothingToSend() {
        SendOnce body = new SendOnce(new byte[] {1}, () -> true);
        Received first = new Received();
        Received second = new Received();

        body.subscribe(first);
        body.subscribe(second);

        assertThat(first.bytes).hasValue(1);
        assertThat(second.bytes).hasValue(0);
        assertThat(second.failure.get()).isInstanceOf(IOException.class);
        assertThat(body.forbid()).isFalse();
    }

    private Outcome buy() {
        return buy(purchase());
    }

    private Outcome buy(Purchase purchase) {
        return provider.buy(purchase, () -> true);
    }

    private static Purchase purchase() {
        return new Purchase(1, "ref-1", "123", 1, "user@example.com", Map.of());
    }

    private static void assertNeverSent(Provider provider) {
        assertReason(provider, Reason.NEVER_SENT);
    }

    private static void assertReason(Provider provider, Reason reason) {
        assertThat(provider.buy(purchase(), () -> true))
                .isInstanceOfSatisfying(
                        NotBought.class, no -> assertThat(no.reason()).isEqualTo(reason));
    }

    private static final class Received implements Flow.Subscriber<ByteBuffer> {
        private final AtomicInteger bytes = new AtomicInteger();
        private final AtomicReference<Throwable> failure = new AtomicReference<>();

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            subscription.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(ByteBuffer piece) {
            bytes.addAndGet(piece.remaining());
        }

        @Override
        public void onError(Throwable cause) {
            failure.set(cause);
        }

        @Override
        public void onComplete() {}
    }
}
