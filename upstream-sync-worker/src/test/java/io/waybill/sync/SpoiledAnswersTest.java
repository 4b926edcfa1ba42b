package io.waybill.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.waybill.provider.Adapter;
import io.waybill.provider.CatalogRow;
import io.waybill.provider.Outcome;
import io.waybill.provider.Outcome.Exchange;
import io.waybill.provider.Outcome.Unknown;
import io.waybill.provider.Provider;
import io.waybill.provider.ProviderAccount;
import io.waybill.provider.ProviderException;
import io.waybill.provider.Purchase;
import io.waybill.provider.PurchaseState;
import io.waybill.provider.PurchaseState.Delivered;
import io.waybill.provider.PurchaseState.Partly;
import io.waybill.provider.PurchaseState.Pieces;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One order that spoils the answer about a hundred costs no other its own. */
class SpoiledAnswersTest {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final int ORDERS = 100;
    private static final int MOST_SUSPECTS = 100;

    private final AcceptedOrders orders = new AcceptedOrders();
    private final Panel panel = new Panel();
    private final RunningWorker worker = RunningWorker.start(
            orders.store.dataSource(),
            panel,
            "--waybill.sync.retry-first=100ms",
            "--waybill.sync.retry-most=200ms",
            "--waybill.sync.status.every=50ms",
            "--waybill.sync.status.pace=100ms,100ms,100ms,100ms,100ms,100ms,1d");

    @AfterEach
    void stop() {
        worker.close();
        assertThat(orders.store.ledgerDamage()).isEmpty();
        orders.close();
    }

    @Test
    void ordersThatSpoilEachAnswerTheyAreInAreLeftAloneWithEvidenceAndTheOthersEnd() {
        List<Long> accepted = accept();
        panel.spoiled.addAll(Set.of("p-0", "p-1", "p-2", "p-3", "p-50", "p-99"));

        follow();

        await().atMost(SOON).until(() -> count("completed") == ORDERS - 6);
        await().atMost(SOON)
                .untilAsserted(
                        () -> assertThat(orders.evidence(accepted.getFirst())).contains("no usable answer"));
        assertThat(count("in_progress")).isEqualTo(6);

        panel.spoiled.clear();
        orders.jdbc().sql("update followed_order set due_at = now()").update();

        await().atMost(SOON).until(() -> count("completed") == ORDERS);
    }

    @Test
    void anAnswerThatCanNotBeWrittenDownCostsNoOtherItsOwn() {
        List<Long> accepted = accept();
        long poison = accepted.get(40);
        orders.jdbc().sql("""
                create function refuse() returns trigger language plpgsql as $$
                begin
                  raise exception 'this order is poison';
                end $$
                """).update();
        orders.jdbc()
                .sql("create trigger refuse before update on orders for each row when (new.id = " + poison
                        + " and new.status = 'completed') execute function refuse()")
                .update();

        follow();

        await().atMost(SOON).until(() -> count("completed") == ORDERS - 1);
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(orders.evidence(poison)).contains("can't be written down"));
        assertThat(orders.status(poison)).isEqualTo("in_progress");
    }

    @Test
    void aProviderThatTellsNothingIsAskedFewQuestionsAndNoOrderIsBlamed() {
        accept();
        panel.spoiled.addAll(orders.jdbc()
                .sql("select provider_order_id from attempt")
                .query(String.class)
                .list());

        follow();

        await().atMost(SOON).until(() -> panel.asked.get() > 20);
        assertThat(orders.number("select count(*) from followed_order where asked > 0"))
                .isZero();
        assertThat(orders.number("select max(failures) from sync_job where kind = 'status'"))
                .isGreaterThan(2);

        panel.spoiled.clear();

        await().atMost(SOON).until(() -> count("completed") == ORDERS);
    }

    @Test
    void anOrderThatGivesNoAnswerAloneComesToAPersonThoughNoOtherIsThere() {
        long order = accept(1).getFirst();
        panel.spoiled.add("p-0");

        follow();

        await().atMost(SOON)
                .untilAsserted(() -> assertThat(orders.evidence(order)).contains("no usable answer"));
        assertThat(orders.status(order)).isEqualTo("in_progress");
        orders.jdbc()
                .sql("update followed_order set unclear_since = now() - interval '25 hours', due_at = now()")
                .update();

        await().atMost(SOON)
                .untilAsserted(() -> assertThat(orders.status(order)).isEqualTo("on_hold/manual"));
        assertThat(orders.refunded(order)).isZero();
    }

    @Test
    void moreSuspectsThanAreRememberedDoNotKeepAnotherOrderFromItsEnd() {
        List<Long> accepted = accept(MOST_SUSPECTS + 5);
        long last = accepted.getLast();
        for (int i = 0; i < accepted.size() - 1; i++) {
            panel.spoiled.add("p-" + i);
        }

        follow();
        orders.jdbc()
                .sql("update sync_job set due_at = now() where kind = 'status'")
                .update();

        await().atMost(SOON.multipliedBy(2))
                .untilAsserted(() -> assertThat(orders.status(last)).isEqualTo("completed"));
    }

    @Test
    void aRestIsRefundedOnlyInThePiecesThatAnOrderWasBoughtIn() {
        List<Long> accepted = accept(2);
        long counted = accepted.getFirst();
        long whole = accepted.getLast();
        orders.jdbc()
                .sql("update orders set quantity = 1000, checkout = '{\"smm_quantity\":\"1000\"}' where id = :id")
                .param("id", counted)
                .update();
        panel.answer = new Partly(null, new Pieces(BigDecimal.ONE), "{}");

        follow();

        await().atMost(SOON)
                .untilAsserted(() -> assertThat(orders.status(counted)).isEqualTo("partial"));
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(
                                orders.number("select count(*) from followed_order where unclear_since is not null"))
                        .isEqualTo(1));
        assertThat(orders.refunded(counted)).isEqualTo(1_000);
        assertThat(orders.status(whole)).isEqualTo("in_progress");
        assertThat(orders.refunded(whole)).isZero();
    }

    private List<Long> accept() {
        return accept(ORDERS);
    }

    private List<Long> accept(int count) {
        long provider = worker.addProvider("spoiling", URI.create("http://localhost:1/api/v1"), "key");
        orders.jdbc().sql("update provider set protocol = 'sandbox'").update();
        long item = orders.store.providerItem(provider, 1_000_000);
        List<Long> accepted = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            accepted.add(orders.accepted(provider, item, "p-" + i));
        }
        return accepted;
    }

    /** All of them are due at once. */
    private void follow() {
        orders.jdbc().sql("update provider set capabilities = '{status}'").update();
    }

    private long count(String status) {
        return orders.number("select count(*) from orders where status = '" + status + "'");
    }

    /** Delivers everything, and says nothing that can be read about any once a spoiled one is asked about too. */
    private static final class Panel implements Adapter {
        private final Set<String> spoiled = ConcurrentHashMap.newKeySet();
        private final AtomicInteger asked = new AtomicInteger();
        private volatile PurchaseState answer = new Delivered(null, "{}");

        @Override
        public String protocol() {
            return "sandbox";
        }

        @Override
        public Provider connect(ProviderAccount account) {
            return new Connection(this);
        }
    }

    private record Connection(Panel panel) implements Provider {
        @Override
        public Outcome buy(Purchase purchase, SendGate gate) {
            return new Unknown("sells nothing", Exchange.NONE);
        }

        @Override
        public Balance balance() {
            return new Balance(BigDecimal.TEN, "USD");
        }

        @Override
        public void catalog(Consumer<CatalogRow> rows) throws ProviderException {
            throw new ProviderException("no catalog");
        }

        @Override
        public int statesAtOnce() {
            return ORDERS;
        }

        @Override
        public Map<String, PurchaseState> states(List<String> ids) throws ProviderException {
            panel.asked.incrementAndGet();
            if (ids.stream().anyMatch(panel.spoiled::contains)) {
                throw new ProviderException("The answer can't be read.");
            }
            return ids.stream().collect(Collectors.toMap(Function.identity(), _ -> panel.answer));
        }

        @Override
        public void close() {}
    }
}
