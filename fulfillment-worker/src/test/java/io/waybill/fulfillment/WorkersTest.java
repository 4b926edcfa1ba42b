package io.waybill.fulfillment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.waybill.fulfillment.fixture.FakeStore;
import io.waybill.fulfillment.fixture.FakeStore.Answer;
import io.waybill.fulfillment.fixture.FakeStore.Sale;
import io.waybill.fulfillment.fixture.TestOrders;
import io.waybill.fulfillment.fixture.TestOrders.Shop;
import io.waybill.fulfillment.fixture.Worker;
import io.waybill.order.FailureCode;
import io.waybill.order.MoveOrders;
import io.waybill.order.MoveOrders.Move;
import io.waybill.order.Step;
import io.waybill.provider.Capability;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Workers that die, pause, stop and compete: each order is bought at most once, and none is lost. */
class WorkersTest {
    private static final Duration SOON = Duration.ofSeconds(30);

    private final TestOrders orders = new TestOrders();
    private final FakeStore fake = new FakeStore();
    private final List<Worker> workers = new ArrayList<>();

    @AfterEach
    void end() {
        workers.forEach(Worker::close);
        assertThat(orders.store().ledgerDamage()).isEmpty();
        orders.close();
    }

    @Test
    void twoWorkersOnOneDatabaseBuyEachOrderOnceAndNeverMoreAtATimeThanPermitted() {
        Shop shop = orders.shop(5);
        CountDownLatch atOnce = new CountDownLatch(5);
        for (int i = 0; i < 200; i++) {
            fake.script("buyer-" + i, call -> {
                atOnce.countDown();
                atOnce.await();
                return call.deliver();
            });
            orders.pending(shop, "buyer-" + i);
        }
        start();
        start();

        await().atMost(SOON).until(() -> orders.count("completed") == 200);

        assertThat(fake.book()).hasSize(200);
        assertThat(fake.book().stream().map(Sale::orderId).distinct()).hasSize(200);
        assertThat(fake.mostAtOnce()).isEqualTo(5);
    }

    @Test
    void moreIsBoughtAtATimeAsSoonAsTheProviderAllowsIt() throws Exception {
        Shop shop = orders.shop(1);
        CountDownLatch open = new CountDownLatch(1);
        List<Long> waiting = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            fake.script("slow-" + i, call -> {
                open.await();
                return call.deliver();
            });
            waiting.add(orders.pending(shop, "slow-" + i));
        }
        start();
        await().atMost(SOON).until(() -> fake.asked() == 1);

        orders.jdbc()
                .sql("update provider set concurrency = 4 where id = :id")
                .param("id", shop.providerId())
                .update();

        await().atMost(SOON).until(() -> fake.asked() == 4);
        open.countDown();
        waiting.forEach(order -> awaitStatus(order, "completed"));
    }

    @Test
    void aProviderThatIsSlowHoldsUpNoOther() {
        Shop slow = orders.shop(3);
        Shop quick = orders.shop(3);
        CountDownLatch open = new CountDownLatch(1);
        fake.script("stuck", call -> {
            open.await();
            return call.deliver();
        });
        for (int i = 0; i < 20; i++) {
            orders.pending(slow, "stuck");
        }
        for (int i = 0; i < 20; i++) {
            orders.pending(quick, "quick-" + i);
        }
        start();

        await().atMost(SOON).until(() -> orders.count("completed") == 20);
        assertThat(orders.count("processing")).isEqualTo(3);
        open.countDown();
        await().atMost(SOON).until(() -> orders.count("completed") == 40);
    }

    @Test
    void whatADeadWorkerWasSendingIsUnknownAndNeverPending() {
        long order = sendingInASessionThatDied(orders.shop(5));

        start();

        awaitStatus(order, "on_hold/outcome_unknown");
        assertThat(orders.isDue(order)).isFalse();
        assertThat(orders.attempts(order)).containsExactly("1 unknown 1");
        assertThat(fake.asked()).isZero();
        assertThat(orders.refunded(order)).isZero();
    }

    @Test
    void whatADeadWorkerWasSendingIsSentAgainWithItsReferenceWhereThatIsHonoured() {
        fake.honourReferences();
        long order = sendingInASessionThatDied(orders.shop(5, Capability.IDEMPOTENCY));

        start();

        awaitStatus(order, "completed");
        assertThat(orders.attempts(order)).containsExactly("1 bought 2");
        assertThat(fake.book()).extracting(Sale::reference).containsExactly("reference-of-the-dead");
    }

    @Test
    void aSessionThatOthersHaveEndedSendsNothingMore() throws Exception {
        Shop shop = orders.shop(5);
        CountDownLatch paused = new CountDownLatch(1);
        CountDownLatch resumed = new CountDownLatch(1);
        fake.pauseBeforeTheGate("pausing", paused, resumed);
        long order = orders.pending(shop, "pausing");
        start();
        assertThat(paused.await(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();

        orders.jdbc().sql("update worker_session set ended_at = now()").update();
        await().atMost(SOON).until(() -> openSessions() == 1);
        awaitStatus(order, "on_hold/outcome_unknown");
        assertThat(fake.book()).isEmpty();
        resumed.countDown();

        awaitStatus(order, "completed");
        assertThat(orders.attempts(order)).containsExactly("1 not_bought 1", "2 bought 1");
        assertThat(fake.book()).hasSize(1);
    }

    @Test
    void anAnswerThatComesAfterTheSessionEndedIsNotLost() throws Exception {
        Shop shop = orders.shop(5);
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch answer = new CountDownLatch(1);
        fake.script("late", call -> {
            asked.countDown();
            answer.await();
            return call.deliver("LATE");
        });
        long order = orders.pending(shop, "late");
        start();
        assertThat(asked.await(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
        orders.jdbc().sql("update worker_session set ended_at = now()").update();
        awaitStatus(order, "on_hold/outcome_unknown");

        answer.countDown();

        awaitStatus(order, "completed");
        assertThat(orders.delivery(order)).contains("LATE");
        assertThat(orders.lateSuccesses()).isZero();
    }

    @Test
    void aPurchaseThatTurnsOutAfterItsOrderWasRefundedIsALateSuccessAndTheOrderStays() throws Exception {
        Shop shop = orders.shop(5);
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch answer = new CountDownLatch(1);
        fake.script("refunded", call -> {
            asked.countDown();
            answer.await();
            return call.deliver("TOO-LATE");
        });
        long order = orders.pending(shop, "refunded");
        Worker worker = start();
        assertThat(asked.await(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
        ruleNotBought(worker, order);

        answer.countDown();

        await().atMost(SOON).until(() -> orders.lateSuccesses() == 1);
        assertThat(orders.status(order)).isEqualTo("failed/admin");
        assertThat(orders.attempts(order)).containsExactly("1 not_bought 1");
        assertThat(orders.attemptRows(order).getFirst().get("late_answer").toString())
                .contains("delivered", "fake-1", "delivery_sealed")
                .doesNotContain("TOO-LATE");
        assertThat(orders.jdbc()
                        .sql("select cost_micros from late_success")
                        .query(Long.class)
                        .single())
                .isEqualTo(900_000);
    }

    @Test
    void anOutcomeThatTheDatabaseRefusesHoldsUpNoOtherAndEndsAsUnknown() {
        Shop shop = orders.shop(50);
        CountDownLatch allAsked = new CountDownLatch(31); // so that their outcomes come together
        List<Long> waiting = new ArrayList<>();
        for (int i = 0; i < 31; i++) {
            fake.script("buyer-" + i, call -> {
                allAsked.countDown();
                allAsked.await();
                return call.deliver();
            });
            waiting.add(orders.pending(shop, "buyer-" + i));
        }
        long poison = waiting.get(15);
        refuse("before update on orders", "new.id = " + poison + " and new.status = 'completed'");
        start();

        await().atMost(SOON).until(() -> orders.count("completed") == 30);
        awaitStatus(poison, "on_hold/outcome_unknown");
        assertThat(fake.soldTo("buyer-15")).hasSize(1);
    }

    @Test
    void anOrderThatTheAdapterThrowsOnIsHeldAndHoldsUpNoOther() {
        Shop shop = orders.shop(5);
        fake.script("poison", _ -> {
            throw new IllegalStateException("this order is poison");
        });
        List<Long> poison = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            poison.add(orders.pending(shop, "poison"));
        }
        for (int i = 0; i < 30; i++) {
            orders.pending(shop, "good-" + i);
        }
        start("line.breaker.window=10000", "line.breaker.minimum-calls=10000");

        await().atMost(SOON).until(() -> orders.count("completed") == 30);
        poison.forEach(order -> awaitStatus(order, "on_hold/outcome_unknown"));
        assertThat(orders.attempts(poison.getFirst())).containsExactly("1 unknown 1");
        assertThat(orders.attemptRows(poison.getFirst())
                        .getFirst()
                        .get("evidence")
                        .toString())
                .contains("IllegalStateException")
                .doesNotContain("this order is poison");
    }

    @Test
    void anOrderThatCanNotBeClaimedIsHeldForAPersonAndHoldsUpNoOther() {
        Shop shop = orders.shop(50);
        long poison = orders.pending(shop, "poison");
        refuse("before insert on attempt", "new.order_id = " + poison);
        for (int i = 0; i < 30; i++) {
            orders.pending(shop, "good-" + i);
        }
        start();

        await().atMost(SOON).until(() -> orders.count("completed") == 30);
        awaitStatus(poison, "on_hold/manual");
        assertThat(orders.isDue(poison)).isFalse();
        assertThat(orders.attempts(poison)).isEmpty();
        assertThat(orders.refunded(poison)).isZero();
        assertThat(fake.soldTo("poison")).isEmpty();
        assertThat(orders.jdbc()
                        .sql("select note from order_event where order_id = :id order by version desc limit 1")
                        .param("id", poison)
                        .query(String.class)
                        .single())
                .contains("could not be handed to the provider");
    }

    @Test
    void ofManyOrdersThatCanNotBeClaimedOnlyTenAreHeldSinceItIsNotForTheOrders() {
        Shop shop = orders.shop(50);
        long last = 0;
        for (int i = 0; i < 15; i++) {
            last = orders.pending(shop, "poison-" + i);
        }
        refuse("before insert on attempt", "new.order_id <= " + last);
        for (int i = 0; i < 30; i++) {
            orders.pending(shop, "good-" + i);
        }
        start();

        await().atMost(SOON).until(() -> orders.count("completed") == 30);
        assertThat(orders.count("on_hold")).isEqualTo(10);
        assertThat(orders.count("pending")).isEqualTo(5);
    }

    @Test
    void anOrderThatCanNeitherBeClaimedNorHeldHoldsUpNoOther() {
        Shop shop = orders.shop(50);
        long poison = orders.pending(shop, "poison");
        refuse("before update on orders", "new.id = " + poison);
        for (int i = 0; i < 30; i++) {
            orders.pending(shop, "good-" + i);
        }
        start();

        await().atMost(SOON).until(() -> orders.count("completed") == 30);
        assertThat(orders.status(poison)).isEqualTo("pending");
        assertThat(fake.soldTo("poison")).isEmpty();
    }

    @Test
    void aProviderThatIsAwayCostsNoOrderItsRetries() {
        Shop shop = orders.shop(50);
        for (int i = 0; i < 40; i++) {
            fake.script("away-" + i, Answer.UNREACHABLE);
            orders.pending(shop, "away-" + i);
        }
        start("line.breaker.window=10", "line.breaker.minimum-calls=5", "line.breaker.open-for=200ms");
        await().atMost(SOON).until(() -> orders.count("on_hold") > 0);

        for (int i = 0; i < 40; i++) {
            fake.script("away-" + i, Answer.DELIVERS);
        }

        await().atMost(SOON).until(() -> orders.count("completed") == 40);
        assertThat(fake.book()).hasSize(40);
    }

    @Test
    void aLoneOrderOfAProviderThatCanNotBeReachedIsHeldAndProbesWithoutUsingUpRetries() {
        Shop shop = orders.shop(5);
        fake.script("lone", Answer.UNREACHABLE);
        long order = orders.pending(shop, "lone");
        startHoldingForLong();
        await().atMost(SOON).until(() -> orders.attempts(order).size() >= 5);

        fake.script("lone", Answer.DELIVERS);

        awaitStatus(order, "completed");
        assertThat(orders.retries(order)).isZero();
    }

    @Test
    void whatIsHeldForAProviderGoesOnAsSoonAsOneOfThemHasFoundItBack() {
        Shop shop = orders.shop(50);
        for (int i = 0; i < 20; i++) {
            fake.script("held-" + i, Answer.UNREACHABLE);
            orders.pending(shop, "held-" + i);
        }
        startHoldingForLong();
        await().atMost(SOON).until(() -> orders.count("on_hold") >= 19);

        for (int i = 0; i < 20; i++) {
            fake.script("held-" + i, Answer.DELIVERS);
        }

        await().atMost(SOON).until(() -> orders.count("completed") == 20);
        assertThat(fake.book()).hasSize(20);
    }

    /** Whatever goes on earlier does not for its own time. */
    private void startHoldingForLong() {
        start(
                "line.breaker.quiet-for=0s",
                "line.breaker.open-for=20ms",
                "line.breaker.open-at-most=100ms",
                "ruling.hold-at-most=1h",
                "ruling.hold-for=1h");
    }

    @Test
    void ordersOfAProviderThatCanNotBeReadAreHeldUntilItIsRepairedAndNoOtherWaits() {
        Shop damaged = orders.shop(5);
        Shop sound = orders.shop(5);
        byte[] key = key(damaged);
        setKey(damaged, new byte[] {0, 1, 2});
        for (int i = 0; i < 20; i++) {
            orders.pending(damaged, "waiting-" + i);
            orders.pending(sound, "other-" + i);
        }
        start();

        await().atMost(SOON).until(() -> orders.count("completed") == 20 && orders.count("on_hold") == 20);
        long late = orders.pending(damaged, "late");
        awaitStatus(late, "on_hold/provider_down");
        assertThat(orders.attempts(late)).isEmpty();
        assertThat(events(late)).isEqualTo(1);

        setKey(damaged, key);

        await().atMost(SOON).until(() -> orders.count("completed") == 41);
        assertThat(events(late)).as("held, claimed, completed").isEqualTo(3);
    }

    @Test
    void whatOtherWorkersCanBuyIsLeftToThemByOneThatCanNotReadTheProvider() {
        Shop shop = orders.shop(5);
        byte[] key = key(shop);
        start("line.refresh-every=1m");
        orders.pending(shop, "first");
        await().atMost(SOON).until(() -> orders.count("completed") == 1);
        setKey(shop, new byte[] {0, 1, 2});
        start("claim.hold-after=1m");
        for (int i = 0; i < 40; i++) {
            orders.pending(shop, "buyer-" + i);
        }

        await().atMost(SOON).until(() -> orders.count("completed") == 41);
        assertThat(timesHeld()).isZero();
        setKey(shop, key);
    }

    private int timesHeld() {
        return orders.jdbc()
                .sql("select count(*) from order_event where status = 'on_hold'")
                .query(Integer.class)
                .single();
    }

    @Test
    void anOrderThatCanNotBeHeldKeepsNoOtherFromBeingHeld() {
        Shop damaged = orders.shop(5);
        setKey(damaged, new byte[] {0, 1, 2});
        long poison = orders.pending(damaged, "poison");
        refuse("before update on orders", "new.id = " + poison);
        for (int i = 0; i < 10; i++) {
            orders.pending(damaged, "waiting-" + i);
        }
        start();

        await().atMost(SOON).until(() -> orders.count("on_hold") == 10);
        assertThat(orders.status(poison)).isEqualTo("pending");
    }

    private byte[] key(Shop shop) {
        return orders.jdbc()
                .sql("select api_key_sealed from provider where id = :id")
                .param("id", shop.providerId())
                .query((row, _) -> row.getBytes(1))
                .single();
    }

    private void setKey(Shop shop, byte[] key) {
        orders.jdbc()
                .sql("update provider set api_key_sealed = :key where id = :id")
                .param("key", key)
                .param("id", shop.providerId())
                .update();
    }

    private int events(long order) {
        return orders.jdbc()
                .sql("select count(*) from order_event where order_id = :id and version > 1")
                .param("id", order)
                .query(Integer.class)
                .single();
    }

    @Test
    void aStopFinishesWhatIsInFlightAndEndsTheSession() throws Exception {
        Shop shop = orders.shop(5);
        CountDownLatch asked = new CountDownLatch(1);
        fake.script("finishing", call -> {
            asked.countDown();
            await().pollDelay(Duration.ofSeconds(2)).until(() -> true);
            return call.deliver();
        });
        long order = orders.pending(shop, "finishing");
        Worker worker = start();
        assertThat(asked.await(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();

        worker.close();

        assertThat(orders.status(order)).isEqualTo("completed");
        assertThat(openSessions()).isZero();
    }

    @Test
    void aStopWaitsAsLongAsAProviderThatWasAskedMayTakeToAnswer() throws Exception {
        Shop shop = orders.shop(5);
        CountDownLatch asked = new CountDownLatch(1);
        fake.script("slow", call -> {
            asked.countDown();
            await().pollDelay(Duration.ofSeconds(5)).until(() -> true);
            return call.deliver();
        });
        orders.jdbc().sql("update provider set answer_timeout_ms = 6000").update();
        long order = orders.pending(shop, "slow");
        Worker worker = start("finish-within=0s");
        assertThat(asked.await(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();

        worker.close();

        assertThat(orders.status(order)).isEqualTo("completed");
        assertThat(openSessions()).isZero();
    }

    @Test
    void aStopThatTakesTooLongLeavesThePurchaseToBeRuledUnknownByOthers() throws Exception {
        Shop shop = orders.shop(5);
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch never = new CountDownLatch(1);
        fake.script("endless", call -> {
            asked.countDown();
            never.await();
            return call.deliver();
        });
        long order = orders.pending(shop, "endless");
        Worker worker = start("finish-within=100ms");
        assertThat(asked.await(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();

        worker.close();
        assertThat(orders.status(order)).isEqualTo("processing");
        assertThat(openSessions()).isEqualTo(1);
        start();

        awaitStatus(order, "on_hold/outcome_unknown");
        never.countDown();
    }

    /** Makes the database refuse rows, as a defect of ours would. */
    private void refuse(String event, String which) {
        orders.jdbc().sql("""
                create function refuse() returns trigger language plpgsql as $$
                begin
                  raise exception 'this order is poison';
                end $$
                """).update();
        orders.jdbc()
                .sql("create trigger refuse " + event + " for each row when (" + which + ") execute function refuse()")
                .update();
    }

    private Worker start(String... settings) {
        Worker worker = Worker.start(orders.dataSource(), fake, settings);
        workers.add(worker);
        return worker;
    }

    private long sendingInASessionThatDied(Shop shop) {
        long order = orders.pending(shop, "orphan");
        orders.jdbc()
                .sql("update orders set status = 'processing', due_at = null where id = :id")
                .param("id", order)
                .update();
        orders.jdbc()
                .sql("""
                        with session as (
                          insert into worker_session (worker, renewed_at)
                          values ('dead', now() - interval '1 hour')
                          returning id)
                        insert into attempt (order_id, number, provider_id, session_id, reference)
                        select :orderId, 1, :providerId, id, 'reference-of-the-dead'
                          from session
                        """)
                .param("orderId", order)
                .param("providerId", shop.providerId())
                .update();
        return order;
    }

    /** As a person would, who believes to know. */
    private void ruleNotBought(Worker worker, long order) {
        orders.store()
                .inTransaction(() -> orders.jdbc()
                        .sql("update attempt set state = 'not_bought', resolved_at = now() where order_id = :id")
                        .param("id", order)
                        .update());
        new TransactionTemplate(worker.bean(PlatformTransactionManager.class))
                .executeWithoutResult(_ -> worker.bean(MoveOrders.class)
                        .apply(List.of(new Move(order, new Step.Fail(FailureCode.ADMIN, "not bought")))));
    }

    private int openSessions() {
        return orders.jdbc()
                .sql(
                        "select count(*) from worker_session where ended_at is null and renewed_at > now() - interval '10 minutes'")
                .query(Integer.class)
                .single();
    }

    private void awaitStatus(long order, String status) {
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(orders.status(order)).isEqualTo(status));
    }
}
