package io.waybill.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.waybill.provider.Capability;
import io.waybill.simulator.Outage;
import io.waybill.simulator.ProviderSimulator;
import io.waybill.simulator.SimulatorOptions;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Orders that a provider works on come to their end by themselves, over real HTTP, in a real PostgreSQL. */
class OrderStatusesTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    private final AcceptedOrders orders = new AcceptedOrders();
    private final ProviderSimulator simulator = ProviderSimulator.start(
            SimulatorOptions.inMemory().key("sim_key", "5000").slowDelay(Duration.ofSeconds(1)));
    private RunningWorker worker;
    private long provider;
    private long topUp;
    private long giftCard;

    @BeforeEach
    void start() {
        worker = startWorker();
        provider =
                worker.addProvider("simulator", simulator.baseUrl(), "sim_key", Capability.STATUS, Capability.CANCEL);
        await().atMost(SOON).until(() -> orders.number("select count(*) from item") > 10);
        topUp = orders.item(provider, "101");
        giftCard = orders.jdbc()
                .sql("select id from item where external_id in (:ids) order by id limit 1")
                .param("ids", codeItems())
                .query(Long.class)
                .single();
    }

    private RunningWorker startWorker() {
        return RunningWorker.start(
                orders.store.dataSource(),
                "--waybill.sync.retry-first=100ms",
                "--waybill.sync.retry-most=200ms",
                "--waybill.sync.status.every=50ms",
                "--waybill.sync.status.pace=100ms,100ms,100ms,100ms,100ms,100ms,1d");
    }

    private Set<String> codeItems() {
        return simulator.catalog().items().stream()
                .filter(item -> item.delivery() == io.waybill.simulator.catalog.Delivery.CODES)
                .map(io.waybill.simulator.catalog.Item::id)
                .collect(java.util.stream.Collectors.toSet());
    }

    @AfterEach
    void stop() {
        worker.close();
        simulator.close();
        assertThat(orders.store.ledgerDamage()).isEmpty();
        orders.close();
    }

    @ParameterizedTest
    @CsvSource({
        "processing, completed, 0",
        "processing-partly, partial, 250000",
        "processing-canceled, canceled/canceled_by_provider, 1000000",
        "processing-failed, failed/provider_refused, 1000000"
    })
    void anOrderEndsAsTheProviderSaysAndTheMoneyFollows(String recipient, String status, long refunded) {
        long order = orders.accept(worker, provider, topUp, recipient);

        awaitStatus(order, status);

        // The simulator rounds a quarter of its charge down, and so does the refund of ours.
        assertThat(orders.refunded(order)).isBetween(Math.max(0, refunded - 10), refunded);
        await().atMost(SOON).until(() -> orders.number("select count(*) from followed_order") == 0);
        assertThat(orders.evidence(order)).contains("\"answers\"", "\"states\"", "\"working\"");
    }

    @Test
    void whatWasDeliveredLaterIsSealedForItsOrderAndNotInTheEvidence() {
        long order = orders.accept(worker, provider, giftCard, "processing-card");

        awaitStatus(order, "completed");

        String delivery = orders.delivery(order);
        assertThat(delivery).isNotNull().containsPattern("[A-Z0-9]{4}-[A-Z0-9]{4}-[A-Z0-9]{4}-[A-Z0-9]{4}");
        String code = delivery.replaceAll(".*\\[\"([A-Z0-9-]+)\".*", "$1");
        assertThat(code).hasSize(19);
        assertThat(orders.evidence(order)).doesNotContain(code);
    }

    @Test
    void hundredsAreAskedForInBulkAndEachOnce() {
        List<Long> accepted = IntStream.range(0, 130)
                .mapToObj(i -> orders.accept(worker, provider, topUp, "processing-" + i))
                .toList();

        await().atMost(SOON.multipliedBy(2))
                .until(() -> orders.number("select count(*) from orders where status = 'completed'") == 130);

        assertThat(accepted)
                .allSatisfy(
                        order -> assertThat(orders.number("select count(*) from order_event where order_id = " + order))
                                .isEqualTo(2));
    }

    @Test
    void anOrderThatTheProviderDoesNotKnowIsNeitherRefundedNorForgotten() {
        long order = orders.accepted(provider, topUp, "4711");
        await().atMost(SOON).until(() -> orders.number("select count(*) from followed_order where asked > 2") == 1);

        assertThat(orders.status(order)).isEqualTo("in_progress");
        assertThat(orders.evidence(order)).contains("not_found");

        orders.jdbc()
                .sql("update followed_order set unclear_since = now() - interval '25 hours'")
                .update();

        awaitStatus(order, "on_hold/manual");
        assertThat(orders.refunded(order)).isZero();
        assertThat(orders.number("select count(*) from followed_order")).isEqualTo(1);
    }

    @Test
    void anOrderThatWasHeldIsStillFollowedAndEndsWhenTheProviderKnows() {
        simulator.slowDelay(Duration.ofMinutes(5));
        long order = orders.accept(worker, provider, topUp, "processing-late");
        orders.jdbc()
                .sql("update orders set status = 'on_hold', hold_reason = 'manual' where id = :id")
                .param("id", order)
                .update();
        await().atMost(SOON).until(() -> orders.number("select count(*) from orders where status = 'on_hold'") == 1);
        // It was in progress when it began to be followed.
        orders.jdbc()
                .sql(
                        "insert into followed_order (order_id, provider_id, attempt_id, since) select order_id, provider_id, id, resolved_at from attempt on conflict do nothing")
                .update();

        simulator.slowDelay(Duration.ZERO);

        awaitStatus(order, "completed");
    }

    @Test
    void aProviderThatIsAwayLosesNoOrderAndIsAskedAtASteadyPaceAfterwards() {
        simulator.outage(Outage.HTML);
        long order = orders.accepted(provider, topUp, "4711");
        long known = orders.accepted(provider, topUp, "4712");
        await().atMost(SOON)
                .until(() ->
                        orders.number("select count(*) from sync_job where kind = 'status' and failures > 1") == 1);
        assertThat(orders.status(order)).isEqualTo("in_progress");
        assertThat(orders.number("select count(*) from followed_order where asked > 0"))
                .isZero();

        simulator.outage(Outage.NONE);

        await().atMost(SOON).until(() -> orders.number("select count(*) from followed_order where asked > 0") == 2);
        assertThat(orders.status(known)).isEqualTo("in_progress");
    }

    @Test
    void aProviderThatCantBeAskedHasItsOrdersHeldAfterTheirItemsLimit() {
        long silent = worker.addProvider("silent", simulator.baseUrl(), "sim_key");
        await().atMost(SOON).until(() -> orders.number("select count(*) from item where provider_id = " + silent) > 10);
        long quick = orders.item(silent, "101");
        long slow = orders.item(silent, "102");
        orders.jdbc()
                .sql("update item set complete_within = interval '1 second' where id = :id")
                .param("id", quick)
                .update();
        long overdue = orders.accept(worker, silent, quick, "processing-1");
        long inTime = orders.accept(worker, silent, slow, "processing-2");

        awaitStatus(overdue, "on_hold/manual");
        assertThat(orders.status(inTime)).isEqualTo("in_progress");

        orders.age(inTime, Duration.ofHours(25));
        awaitStatus(inTime, "on_hold/manual");
        assertThat(orders.refunded(overdue) + orders.refunded(inTime)).isZero();
    }

    @Test
    void aCancelIsSentAndTheOrderRefundedOnceTheProviderConfirms() {
        simulator.slowDelay(Duration.ofMinutes(5));
        long order = orders.accept(worker, provider, topUp, "processing-call-me-off");

        orders.requestCancel(order);

        awaitStatus(order, "canceled");
        assertThat(orders.refunded(order)).isEqualTo(1_000_000);
        assertThat(simulator
                        .book()
                        .refundOf(simulator.book().purchases().getFirst().orderId()))
                .isPresent();
        await().atMost(SOON).until(() -> orders.cancelState(order).equals("confirmed"));
    }

    @Test
    void aConfirmedCancelLocksTheOrderBeforeTheRequest() {
        simulator.slowDelay(Duration.ofMinutes(5));
        long order = orders.accept(worker, provider, topUp, "processing-call-me-off");

        String state = orders.store.inTransaction(() -> {
            orders.jdbc()
                    .sql("select id from orders where id = :id for no key update")
                    .param("id", order)
                    .query(Long.class)
                    .single();
            CompletableFuture.runAsync(() -> orders.requestCancel(order)).join();
            await().atMost(SOON).until(() -> orders.number("""
                    select count(*)
                      from pg_stat_activity
                     where datname = current_database()
                       and wait_event_type = 'Lock'
                    """) > 0);
            return orders.jdbc()
                    .sql("select state from cancel_request where order_id = :id for update nowait")
                    .param("id", order)
                    .query(String.class)
                    .single();
        });

        assertThat(state).isEqualTo("waiting");
        awaitStatus(order, "canceled");
    }

    @Test
    void whatTheProviderCallsOffAfterItRefusedToIsItsOwnDoing() {
        simulator.slowDelay(Duration.ofSeconds(2));
        long order = orders.accept(worker, provider, topUp, "processing-canceled-anyway");
        orders.refuseCancel(order);

        awaitStatus(order, "canceled/canceled_by_provider");
    }

    @Test
    void aCancelThatComesTooLateIsRefusedAndTheOrderCompletes() {
        simulator.slowDelay(Duration.ZERO);
        long order = orders.accept(worker, provider, topUp, "processing-too-late");

        orders.requestCancel(order);

        awaitStatus(order, "completed");
        assertThat(orders.refunded(order)).isZero();
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(orders.cancelState(order)).isIn("refused", "void"));
    }

    @Test
    void anUnknownPurchaseGetsTheBalanceThatWasAnsweredAfterItAndNoneFromBefore() {
        awaitBalance();
        long unknown = orders.accepted(provider, topUp, "4711");
        orders.jdbc().sql("""
                update attempt
                   set state = 'unknown',
                       resolved_at = null,
                       evidence = jsonb_build_object(
                         'balance_before', jsonb_build_object('balance', '1', 'currency', 'USD', 'at', now()),
                         'answers', jsonb_build_array(jsonb_build_object('send', 1, 'at', now())))
                 where order_id = :id
                """).param("id", unknown).update();
        simulator.book().adjust("waybill", io.waybill.simulator.book.Usd.of("-1.25"));

        await().atMost(SOON)
                .untilAsserted(() -> assertThat(orders.evidence(unknown))
                        .contains("\"balance_after\": {\"at\"", "4998.75", "\"balance_before\""));

        assertThat(orders.jdbc()
                        .sql("""
                                select (evidence #>> '{balance_after,at}')::timestamptz
                                       > (evidence #>> '{answers,-1,at}')::timestamptz
                                  from attempt
                                 where order_id = :id
                                """)
                        .param("id", unknown)
                        .query(Boolean.class)
                        .single())
                .isTrue();
        assertThat(orders.refunded(unknown)).isZero();
    }

    private void awaitBalance() {
        await().atMost(SOON).until(() -> orders.number("select count(*) from provider where balance = 5000") == 1);
    }

    @Test
    void twoWorkersShareTheOrdersAndNoneIsMovedTwice() {
        try (RunningWorker second = startWorker()) {
            assertThat(second).isNotNull();
            List<Long> accepted = IntStream.range(0, 60)
                    .mapToObj(i -> orders.accept(
                            worker, provider, topUp, (i % 2 == 0 ? "processing-partly-" : "processing-") + i))
                    .toList();

            await().atMost(SOON)
                    .until(() -> orders.number("select count(*) from orders where final_at is not null") == 60);

            assertThat(accepted)
                    .allSatisfy(order -> assertThat(
                                    orders.number("select count(*) from order_event where order_id = " + order))
                            .isEqualTo(2));
        }
    }

    private void awaitStatus(long order, String status) {
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(orders.status(order)).isEqualTo(status));
    }
}
