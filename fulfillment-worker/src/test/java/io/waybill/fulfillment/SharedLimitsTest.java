package io.waybill.fulfillment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.waybill.fulfillment.fixture.FakeStore;
import io.waybill.fulfillment.fixture.TestOrders;
import io.waybill.fulfillment.fixture.TestOrders.Shop;
import io.waybill.fulfillment.fixture.Worker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a provider allows is about the provider: however many workers there are, all together keep to it. */
class SharedLimitsTest {
    private static final Duration SOON = Duration.ofMinutes(1);
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

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
    void workersThatJoinAndLeaveAtFullLoadNeverBuyMoreAtATimeThanTheProviderAllows() {
        Shop shop = orders.shop(9);
        place(shop, 250, 300); // so long that what the first had in flight is there when the others are
        start();
        await().atMost(SOON).until(() -> orders.count("completed") > 5);
        assertThat(fake.mostAtOnce()).isEqualTo(9);

        start();
        start();
        await().atMost(SOON).until(() -> sessionsThatBuy() == 3);
        workers.removeFirst().close();

        await().atMost(SOON).until(() -> orders.count("completed") == 250);
        assertThat(fake.mostAtOnce()).isEqualTo(9);
        assertThat(fake.book()).hasSize(250);
    }

    @Test
    void threeWorkersTogetherKeepToTheRateAndUseIt() {
        int limit = 60;
        Shop shop = orders.shop(1_000);
        change(shop, "rate_limit", limit);
        orders.jdbc().sql("update provider set active = false").update();
        for (int i = 0; i < 420; i++) {
            orders.pending(shop, "buyer-" + i);
        }
        start();
        start();
        start();
        awaitAgreement(3);

        orders.jdbc().sql("update provider set active = true").update();

        await().atMost(SOON).until(() -> orders.count("completed") == 420);
        List<Long> times = claims();
        List<Long> later = times.subList(times.size() - 300, times.size());
        double perSecond = 299.0 * SECOND / (later.getLast() - later.getFirst());
        assertThat(perSecond).isBetween(0.9 * limit, 1.0 * limit);
        assertThat(mostInASecond(times)).isLessThanOrEqualTo(limit);
    }

    @Test
    void aWorkerWithoutAPartLeavesTheProviderToTheOther() {
        Shop shop = orders.shop(1);
        place(shop, 60, 5);
        start();
        start();

        await().atMost(SOON).until(() -> orders.count("completed") == 60);

        assertThat(fake.mostAtOnce()).isEqualTo(1);
    }

    @Test
    void thePartOfAWorkerThatDiesPassesOn() {
        Shop shop = orders.shop(8);
        start();
        awaitAgreement(1);
        orders.jdbc()
                .sql("insert into worker_session (worker, agreed_to) values ('dying', 1000000)")
                .update();
        awaitAgreement(2);
        place(shop, 60, 300);

        await().atMost(SOON).until(() -> fake.asked() >= 4);
        assertThat(fake.mostAtOnce()).isEqualTo(4);
        await().atMost(Duration.ofSeconds(10)).until(() -> fake.mostAtOnce() == 8);
    }

    /** So many workers know of each other, and have made room. */
    private void awaitAgreement(int count) {
        await().atMost(SOON)
                .until(() -> orders.jdbc().sql("""
                        select count(*)
                          from worker_session
                         where ended_at is null
                           and agreed_to >= (select max(id) from worker_session)
                        """).query(Integer.class).single() == count);
    }

    private void place(Shop shop, int count, int millis) {
        fake.script("slow", call -> {
            boolean _ = new CountDownLatch(1).await(millis, TimeUnit.MILLISECONDS);
            return call.deliver();
        });
        for (int i = 0; i < count; i++) {
            orders.pending(shop, "slow");
        }
    }

    /** When each was claimed: how long a request takes from there on a busy machine is not ours to say. */
    private List<Long> claims() {
        return orders.jdbc()
                .sql("select (extract(epoch from created_at) * 1000000000)::bigint from attempt order by created_at")
                .query(Long.class)
                .list();
    }

    private static int mostInASecond(List<Long> times) {
        int most = 0;
        int from = 0;
        for (int to = 0; to < times.size(); to++) {
            while (times.get(to) - times.get(from) >= SECOND) {
                from++;
            }
            most = Math.max(most, to - from + 1);
        }
        return most;
    }

    private void change(Shop shop, String column, int value) {
        orders.jdbc()
                .sql("update provider set " + column + " = :value where id = :id")
                .param("value", value)
                .param("id", shop.providerId())
                .update();
    }

    private void start() {
        workers.add(Worker.start(orders.dataSource(), fake));
    }

    private int sessionsThatBuy() {
        return orders.jdbc()
                .sql("select count(distinct session_id) from attempt")
                .query(Integer.class)
                .single();
    }
}
