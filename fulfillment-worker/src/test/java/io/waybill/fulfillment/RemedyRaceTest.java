package io.waybill.fulfillment;

import static org.assertj.core.api.Assertions.assertThat;

import io.waybill.fixture.TestStore;
import io.waybill.fulfillment.fixture.Remedies;
import io.waybill.fulfillment.settle.Finished;
import io.waybill.order.MoveOrders.Move;
import io.waybill.order.MoveOrders.Result;
import io.waybill.order.OrderStatus;
import io.waybill.order.Step;
import io.waybill.order.remedy.Remedied;
import io.waybill.order.remedy.Remedy;
import io.waybill.provider.Outcome;
import io.waybill.provider.Outcome.Exchange;
import io.waybill.provider.Outcome.NotBought.Reason;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Admins, a reseller and a provider's answers come to the same orders at the same moment, eight at a time, over and
 * over: each order comes to one legal end, and its money with it. The seed is printed, and replays with
 * {@code -Dwaybill.test.seed}; the threads' order is the machine's. More rounds by {@code -Dwaybill.test.rounds=10000}.
 */
class RemedyRaceTest {
    private static final int ROUNDS = Integer.getInteger("waybill.test.rounds", 300);
    private static final int ORDERS = 3;
    private static final long PRICE_MICROS = 1_000_000;

    private final TestStore store = new TestStore();
    private final TestStore.Reseller reseller = store.reseller();
    private final long item = store.providerItem(store.provider(), PRICE_MICROS);
    private final AtomicInteger done = new AtomicInteger();
    private Remedies remedies;
    private ExecutorService threads;

    @BeforeEach
    void start() {
        // For each order, and the one reorder that it may have.
        store.topUp(reseller, 2 * PRICE_MICROS * ROUNDS * ORDERS);
        store.jdbc().sql("insert into worker_session (worker) values ('racer')").update();
        remedies = new Remedies(store);
        threads = Executors.newFixedThreadPool(Actor.values().length);
    }

    @AfterEach
    void stop() {
        threads.close();
        remedies.close();
        store.close();
    }

    @Test
    void whoeverComesFirstEachOrderComesToOneLegalEnd() {
        long seed = Long.getLong("waybill.test.seed", System.nanoTime());
        System.out.println("seed of the race: " + seed);
        Random random = new Random(seed);
        for (int round = 0; round < ROUNDS; round++) {
            List<Case> cases = new ArrayList<>();
            for (int i = 0; i < ORDERS; i++) {
                cases.add(open(Situation.values()[random.nextInt(Situation.values().length)]));
            }
            race(cases, random);
        }
        assertThat(wrong()).as("seed %s", seed).isEmpty();
        assertThat(store.ledgerDamage()).as("seed %s", seed).isEmpty();
        assertThat(done.get()).as("something was done in most rounds").isGreaterThan(ROUNDS);
    }

    /** All start together, each with the orders in an order of its own. */
    private void race(List<Case> cases, Random random) {
        CyclicBarrier start = new CyclicBarrier(Actor.values().length);
        List<CompletableFuture<Void>> running = new ArrayList<>();
        for (Actor actor : Actor.values()) {
            List<Case> shuffled = new ArrayList<>(cases);
            Collections.shuffle(shuffled, random);
            running.add(CompletableFuture.runAsync(
                    () -> {
                        await(start);
                        act(actor, shuffled);
                    },
                    threads));
        }
        running.forEach(CompletableFuture::join);
    }

    private void act(Actor actor, List<Case> cases) {
        switch (actor) {
            case REFUNDS -> remedy(new Remedy.Refund(), cases);
            case RETRIES -> remedy(new Remedy.Retry(), cases);
            case SAYS_BOUGHT -> remedy(new Remedy.ResolveBought(null, null), cases);
            case SAYS_NOT_BOUGHT -> remedy(new Remedy.ResolveNotBought(), cases);
            case ORDERS_ANEW -> remedy(new Remedy.Reorder(), cases);
            case CANCELS -> cases.forEach(this::cancel);
            case ANSWERS_BOUGHT ->
                settle(
                        cases,
                        new Outcome.Bought(
                                "P-1", Outcome.Bought.State.DELIVERED, null, new Exchange("buy", 200, "ok")));
            case ANSWERS_NOT_BOUGHT ->
                settle(cases, new Outcome.NotBought(Reason.OUT_OF_STOCK, null, new Exchange("buy", 409, "none")));
        }
    }

    private void remedy(Remedy remedy, List<Case> cases) {
        remedies.apply(remedy, cases.stream().map(Case::order).toList()).stream()
                .filter(Remedied.Done.class::isInstance)
                .forEach(_ -> done.incrementAndGet());
    }

    /** As its reseller does: only what is seen pending. */
    private void cancel(Case one) {
        Map<Long, Result> results = store.inTransaction(() ->
                remedies.moveOrders().apply(List.of(new Move(one.order(), new Step.Cancel(null, "canceled")))));
        if (results.get(one.order()) instanceof Result.Moved) {
            done.incrementAndGet();
        }
    }

    private void settle(List<Case> cases, Outcome outcome) {
        List<Finished> finished = cases.stream()
                .filter(one -> one.attempt() != 0)
                .map(one -> new Finished(one.order(), one.attempt(), 1, outcome))
                .toList();
        assertThat(remedies.settleOrders().settle(finished).isEmpty()).isTrue();
    }

    private Case open(Situation situation) {
        return store.inTransaction(() -> {
            long order = store.order(reseller, item, situation.status);
            if (situation == Situation.UNKNOWN) {
                store.jdbc()
                        .sql("update orders set hold_reason = 'outcome_unknown', due_at = null where id = :id")
                        .param("id", order)
                        .update();
            }
            return new Case(order, situation.attempt.isEmpty() ? 0 : attempt(order, situation.attempt));
        });
    }

    private long attempt(long order, String state) {
        return store.jdbc()
                .sql("""
                        insert into attempt (order_id, number, provider_id, session_id, reference, state, resolved_at)
                        select o.id, 1, o.provider_id, s.id, 'r-' || o.id, :state,
                               case when :state = 'not_bought' then now() end
                          from orders o
                         cross join worker_session s
                         where o.id = :order
                        returning id
                        """)
                .param("state", state)
                .param("order", order)
                .query(Long.class)
                .single();
    }

    /** What no order may be; one line for each. */
    private List<String> wrong() {
        return store.jdbc().sql("""
                with told as (
                  select o.*,
                         (select count(*) from order_event e where e.order_id = o.id) as events,
                         coalesce((select sum(amount_micros) from transfer t where t.order_id = o.id and kind = 'refund'), 0)
                           as refunds,
                         coalesce((select sum(amount_micros) from transfer t where t.order_id = o.id and kind = 'sale'), 0)
                           as sales,
                         exists (select from attempt a where a.order_id = o.id and state = 'bought') as bought,
                         exists (select from attempt a where a.order_id = o.id and late_answer::text like '%delivered%')
                           as bought_late,
                         exists (select from attempt a where a.order_id = o.id and state in ('sending', 'unknown')) as open,
                         exists (select from late_success l where l.order_id = o.id) as loss,
                         (select count(*) from orders r where r.reorder_of = o.id) as reorders
                    from orders o
                )
                select id || ' ' || status || ': ' || fault
                  from told
                 cross join lateral (values
                   (events <> version, 'an event for each version'),
                   (refunds <> refunded_micros, 'refunds are transfers'),
                   (status in ('failed', 'canceled') and (refunds <> charged_micros or sales <> 0), 'refunded in full'),
                   (status = 'completed' and (sales <> charged_micros or refunds <> 0), 'earned in full'),
                   (final_at is null and refunds + sales <> 0, 'no money moves before the end'),
                   (status = 'completed' and not bought, 'completed is bought'),
                   (status in ('failed', 'canceled') and (bought or bought_late) and not loss, 'a loss is a case'),
                   (final_at is not null and open, 'an end leaves nothing open'),
                   (status = 'pending' and open, 'what is due is not unknown'),
                   (reorders > 1 or (reorders > 0 and status <> 'failed'), 'one reorder of a failed order')
                 ) as rule (broken, fault)
                 where broken
                """).query(String.class).list();
    }

    private static void await(CyclicBarrier barrier) {
        try {
            barrier.await();
        } catch (InterruptedException | BrokenBarrierException e) {
            throw new IllegalStateException(e);
        }
    }

    private enum Actor {
        REFUNDS,
        RETRIES,
        SAYS_BOUGHT,
        SAYS_NOT_BOUGHT,
        ORDERS_ANEW,
        CANCELS,
        ANSWERS_BOUGHT,
        ANSWERS_NOT_BOUGHT
    }

    /** Where an order stands when all come to it. */
    private enum Situation {
        PENDING(OrderStatus.PENDING, ""),
        HELD(OrderStatus.ON_HOLD, "not_bought"),
        UNKNOWN(OrderStatus.ON_HOLD, "unknown"),
        SENDING(OrderStatus.PROCESSING, "sending");

        private final OrderStatus status;
        private final String attempt;

        Situation(OrderStatus status, String attempt) {
            this.status = status;
            this.attempt = attempt;
        }
    }

    /** @param attempt 0: none */
    private record Case(long order, long attempt) {}
}
