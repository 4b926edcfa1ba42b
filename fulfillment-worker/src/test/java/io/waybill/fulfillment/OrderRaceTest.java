package io.waybill.fulfillment;

import static org.assertj.core.api.Assertions.assertThat;

import io.waybill.account.Mode;
import io.waybill.attempt.Attempts;
import io.waybill.fixture.TestStore;
import io.waybill.fulfillment.fixture.FakeStore;
import io.waybill.fulfillment.fixture.TestOrders;
import io.waybill.fulfillment.fixture.TestOrders.Shop;
import io.waybill.fulfillment.fixture.Worker;
import io.waybill.fulfillment.settle.Finished;
import io.waybill.fulfillment.settle.SettleOrders;
import io.waybill.money.Usd;
import io.waybill.order.FailureCode;
import io.waybill.order.MoveOrders;
import io.waybill.order.MoveOrders.Move;
import io.waybill.order.Order;
import io.waybill.order.OrderStatus;
import io.waybill.order.Step;
import io.waybill.order.canceling.CancelUnbought;
import io.waybill.order.canceling.CancelingConfiguration;
import io.waybill.order.reading.Orders;
import io.waybill.order.reading.ReadOrdersConfiguration;
import io.waybill.provider.Outcome;
import io.waybill.provider.Outcome.Bought;
import io.waybill.provider.Outcome.Exchange;
import io.waybill.provider.Outcome.NotBought;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Eight who want different things of one order at the same moment: answers of the provider, early and late, a refund, a
 * retry, a cancel, a state told later. Each round ends one way, and the money with it. More rounds by
 * {@code -Dwaybill.test.rounds=10000}; a failure names its seed.
 */
class OrderRaceTest {
    private static final long SEED = Long.getLong("waybill.test.seed", 20_260_101L);
    private static final int ROUNDS = Integer.getInteger("waybill.test.rounds", 300);
    private static final long CHARGE = 1_000_000;
    private static final Usd PART = Usd.ofMicros(400_000);

    private final TestOrders orders = new TestOrders();
    private final TestStore.Reseller reseller = orders.store().reseller();
    private Worker worker;
    private Shop shop;
    private long session;
    private SettleOrders settleOrders;
    private MoveOrders moveOrders;
    private final AnnotationConfigApplicationContext canceling = new AnnotationConfigApplicationContext();
    private CancelUnbought cancelUnbought;
    private Orders orderRows;
    private TransactionTemplate transactions;

    @BeforeEach
    void start() {
        shop = orders.shop(10);
        // Nobody claims: what happens is what the racers do.
        orders.jdbc().sql("update provider set active = false").update();
        session = orders.jdbc()
                .sql(
                        "insert into worker_session (worker, renewed_at) values ('test', now() + interval '1 day') returning id")
                .query(Long.class)
                .single();
        worker = Worker.start(orders.dataSource(), new FakeStore());
        settleOrders = worker.bean(SettleOrders.class);
        moveOrders = worker.bean(MoveOrders.class);
        transactions = new TransactionTemplate(worker.bean(PlatformTransactionManager.class));
        canceling.registerBean(JdbcClient.class, orders::jdbc);
        canceling.registerBean(Attempts.class, () -> worker.bean(Attempts.class));
        canceling.registerBean(MoveOrders.class, () -> moveOrders);
        canceling.register(CancelingConfiguration.class, ReadOrdersConfiguration.class);
        canceling.refresh();
        cancelUnbought = canceling.getBean(CancelUnbought.class);
        orderRows = canceling.getBean(Orders.class);
    }

    @AfterEach
    void stop() {
        canceling.close();
        worker.close();
        orders.close();
    }

    @Test
    void whoeverWinsTheOrderHasOneLegalEndAndTheLedgerHolds() throws Exception {
        try (ExecutorService racers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int round = 0; round < ROUNDS; round++) {
                SplittableRandom random = new SplittableRandom(SEED + round);
                Start start = Start.values()[random.nextInt(Start.values().length)];
                long order = begin(start);
                long attempt = attemptOf(order);
                race(racers, racersOf(start, order, attempt, random));
                assertThat(wrongWith(order, attempt))
                        .as("seed %d, round %d, from %s", SEED, round, start)
                        .isEmpty();
            }
        }
        assertThat(orders.store().ledgerDamage()).as("seed %d", SEED).isEmpty();
        assertThat(orders.store().balance(reseller))
                .as("seed %d", SEED)
                .isEqualTo(orders.jdbc()
                        .sql("select sum(refunded_micros) from orders")
                        .query(Long.class)
                        .single());
        assertThat(endings()).as("seed %d", SEED).containsKeys("completed", "failed", "canceled");
    }

    private List<Callable<Boolean>> racersOf(Start start, long order, long attempt, SplittableRandom random) {
        List<Callable<Boolean>> racers = new ArrayList<>(List.of(
                () -> settle(order, attempt, new Bought("p-1", Bought.State.DELIVERED, null, Exchange.NONE)),
                () -> settle(order, attempt, new Bought("p-1", Bought.State.IN_PROGRESS, null, Exchange.NONE)),
                () -> settle(order, attempt, new NotBought(NotBought.Reason.OUT_OF_STOCK, null, Exchange.NONE)),
                () -> settle(order, attempt, new Outcome.Unknown("lost", Exchange.NONE)),
                () -> move(order, new Step.Fail(FailureCode.ADMIN, "Refunded.")),
                () -> move(order, new Step.PutBack(Duration.ofDays(1), "Tried again.")),
                () -> cancel(order),
                () -> move(
                        order,
                        start == Start.IN_PROGRESS
                                ? new Step.CompletePartly(null, PART, "Delivered in part.")
                                : new Step.Cancel(FailureCode.CANCELED_BY_PROVIDER, "Called off."))));
        for (int i = racers.size(); i > 1; i--) {
            Collections.swap(racers, i - 1, random.nextInt(i));
        }
        return racers;
    }

    private static void race(ExecutorService threads, List<Callable<Boolean>> racers) throws Exception {
        CyclicBarrier start = new CyclicBarrier(racers.size());
        List<Future<Boolean>> results = new ArrayList<>();
        for (Callable<Boolean> racer : racers) {
            results.add(threads.submit(() -> {
                start.await();
                return racer.call();
            }));
        }
        for (Future<Boolean> result : results) {
            assertThat(result.get()).isTrue();
        }
    }

    private boolean settle(long order, long attempt, Outcome outcome) {
        return settleOrders
                .settle(List.of(new Finished(order, attempt, 1, outcome)))
                .isEmpty();
    }

    /** As its reseller does: of the order as it was seen. */
    private boolean cancel(long order) {
        Order seen = orderRows.find(reseller.accountId(), Mode.LIVE, order).orElseThrow();
        return transactions.execute(_ -> cancelUnbought.cancel(seen, "Canceled.")) != null;
    }

    private boolean move(long order, Step step) {
        return transactions
                .execute(_ -> moveOrders.apply(List.of(new Move(order, step))))
                .containsKey(order);
    }

    /** Sentences about what does not add up. */
    private List<String> wrongWith(long order, long attempt) {
        return orders.jdbc()
                .sql("""
                        with e as (
                          select count(*) as events,
                                 count(*) filter (where status in ('completed', 'partial', 'failed', 'canceled')) as ends,
                                 max(version) as newest,
                                 bool_or(status = 'in_progress') as seen_in_progress
                            from order_event
                           where order_id = :order
                        ), t as (
                          select coalesce(sum(amount_micros) filter (where kind = 'refund'), 0) as refunded,
                                 coalesce(sum(amount_micros) filter (where kind = 'sale'), 0) as sold
                            from transfer
                           where order_id = :order
                        ), all_of_it as (
                          select o.*,
                                 e.*,
                                 t.*,
                                 a.state,
                                 exists (select from late_success l where l.attempt_id = a.id) as late
                            from orders o
                           cross join e
                           cross join t
                            join attempt a on a.id = :attempt
                           where o.id = :order
                        )
                        select 'it ended ' || ends || ' times' from all_of_it where ends > 1
                        union all
                        select 'the end is not its last event' from all_of_it where (final_at is not null) <> (ends = 1)
                        union all
                        select 'versions have a gap' from all_of_it where version <> newest or events <> newest
                        union all
                        select 'refunded ' || refunded || ' and sold ' || sold || ' as ' || status
                          from all_of_it
                         where (refunded, sold) is distinct from (case
                                 when status in ('failed', 'canceled') then (:charge, 0::numeric)
                                 when status = 'completed' then (0::numeric, :charge)
                                 when status = 'partial' then (:part, :charge - :part)
                                 else (0::numeric, 0::numeric)
                               end)
                            or refunded <> refunded_micros
                        union all
                        select 'bought for an order that ended without it, and no case is open'
                          from all_of_it
                         where not late
                           and status in ('failed', 'canceled')
                           and (state = 'not_bought' or state = 'bought' and not seen_in_progress)
                        union all
                        select 'completed, but its attempt is ' || state
                          from all_of_it
                         where status in ('completed', 'partial')
                           and state <> 'bought'
                        union all
                        select 'both answers that sold it are in, but its attempt is ' || state
                          from all_of_it
                         where state in ('sending', 'unknown')
                        """)
                .param("order", order)
                .param("attempt", attempt)
                .param("charge", java.math.BigDecimal.valueOf(CHARGE))
                .param("part", java.math.BigDecimal.valueOf(PART.micros()))
                .query(String.class)
                .list();
    }

    private Map<String, Object> endings() {
        return orders
                .jdbc()
                .sql("select status, count(*) as n from orders group by status")
                .query()
                .listOfRows()
                .stream()
                .collect(java.util.stream.Collectors.toMap(
                        row -> row.get("status").toString(), row -> row.get("n")));
    }

    private long begin(Start start) {
        return orders.store().inTransaction(() -> {
            long order = orders.store().order(reseller, shop.itemId(), start.status);
            orders.jdbc()
                    .sql("update orders set hold_reason = :hold::text, due_at = null where id = :id")
                    .param("hold", start.hold())
                    .param("id", order)
                    .update();
            orders.jdbc()
                    .sql("""
                            insert into attempt (order_id, number, provider_id, session_id, reference, state, provider_order_id,
                                                 resolved_at)
                            values (:order, 1, :provider, :session, 'ref-' || :order, :state,
                                    case when :state = 'bought' then 'p-1' end, case when :state in ('bought', 'not_bought') then now() end)
                            """)
                    .param("order", order)
                    .param("provider", shop.providerId())
                    .param("session", session)
                    .param("state", start.attempt)
                    .update();
            return order;
        });
    }

    private long attemptOf(long order) {
        return orders.jdbc()
                .sql("select id from attempt where order_id = :id")
                .param("id", order)
                .query(Long.class)
                .single();
    }

    /** Where an order stands when the race begins. */
    private enum Start {
        SENDING(OrderStatus.PROCESSING, "sending"),
        UNKNOWN(OrderStatus.ON_HOLD, "unknown"),
        IN_PROGRESS(OrderStatus.IN_PROGRESS, "bought"),
        HELD(OrderStatus.ON_HOLD, "not_bought");

        private final OrderStatus status;
        private final String attempt;

        Start(OrderStatus status, String attempt) {
            this.status = status;
            this.attempt = attempt;
        }

        private @Nullable String hold() {
            return switch (this) {
                case UNKNOWN -> "outcome_unknown";
                case HELD -> "provider_down";
                case SENDING, IN_PROGRESS -> null;
            };
        }
    }
}
