package io.waybill.api.orders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.waybill.account.ApiKey;
import io.waybill.account.Mode;
import io.waybill.api.ApiTest;
import io.waybill.api.TestStore;
import io.waybill.catalog.StockCodes;
import io.waybill.order.Order;
import io.waybill.order.canceling.CancelRequests;
import io.waybill.order.reading.OrderHistory;
import io.waybill.order.reading.OrderQuery;
import io.waybill.order.reading.Orders;
import io.waybill.secret.KeySecret;
import io.waybill.secret.SecretBox;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.hamcrest.Matchers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

final class AwaitOrderTest extends ApiTest {
    private static final int WAITERS = 20;
    private static final Duration PATIENCE = Duration.ofMillis(50);

    @Autowired
    private Orders orders;

    @Autowired
    private StockCodes stockCodes;

    @Autowired
    private CancelRequests cancelRequests;

    @Autowired
    private SecretBox secretBox;

    private final List<FinalWatch> watches = new ArrayList<>();

    @AfterEach
    void stopWatching() {
        watches.forEach(FinalWatch::stop);
    }

    @Test
    void who_finds_no_place_is_answered_without_another_look_at_the_order() {
        WatchedOrders watched = new WatchedOrders(orders);
        watched.gate.countDown();
        TestStore.Reseller reseller = store.reseller("10.00");

        Optional<OrderView> answer = awaitOrder(watched, 0).until(placed(reseller), key(reseller), PATIENCE);

        assertThat(answer).isEmpty();
        assertThat(watched.reads).hasValue(0);
    }

    @Test
    void who_are_told_at_once_read_their_orders_few_at_a_time() {
        WatchedOrders watched = new WatchedOrders(orders);
        TestStore.Reseller reseller = store.reseller("10.00");
        Order order = placed(reseller);
        ApiKey key = key(reseller);
        AwaitOrder awaitOrder = awaitOrder(watched, WAITERS);

        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            List<CompletableFuture<Optional<OrderView>>> answers = new ArrayList<>();
            for (int i = 0; i < WAITERS; i++) {
                answers.add(CompletableFuture.supplyAsync(() -> awaitOrder.until(order, key, PATIENCE), clients));
            }
            try {
                await().untilAtomic(watched.reading, Matchers.equalTo(AwaitOrder.READERS));
            } finally {
                watched.gate.countDown();
            }
            assertThat(answers).allSatisfy(answer -> assertThat(answer.join()).isPresent());
        }
        assertThat(watched.reads).hasValue(WAITERS);
        assertThat(watched.most).hasValue(AwaitOrder.READERS);
    }

    private AwaitOrder awaitOrder(Orders watched, int places) {
        FinalWatch watch = new FinalWatch(watched, places);
        watch.start();
        watches.add(watch);
        return new AwaitOrder(watch, new ReadOrders(watched, stockCodes, cancelRequests, secretBox));
    }

    private Order placed(TestStore.Reseller reseller) {
        String body = "{\"item_id\":%d,\"player_id\":\"user@example.com\"}".formatted(store.providerItem("1.00"));
        long id = http.post("/api/v1/orders", reseller.key(), body).orderId();
        return orders.find(reseller.accountId(), Mode.LIVE, id).orElseThrow();
    }

    private ApiKey key(TestStore.Reseller reseller) {
        return store.keys()
                .authenticate(KeySecret.parse(reseller.key()).orElseThrow())
                .orElseThrow();
    }

    /** Lets nobody read an order until its gate is open, and knows how many want to. */
    private static final class WatchedOrders implements Orders {
        private final Orders real;
        private final CountDownLatch gate = new CountDownLatch(1);
        private final AtomicInteger reads = new AtomicInteger();
        private final AtomicInteger reading = new AtomicInteger();
        private final AtomicInteger most = new AtomicInteger();

        WatchedOrders(Orders real) {
            this.real = real;
        }

        @Override
        public Optional<Order> find(long accountId, Mode mode, long orderId) {
            reads.incrementAndGet();
            most.accumulateAndGet(reading.incrementAndGet(), Math::max);
            try {
                gate.await();
                return real.find(accountId, mode, orderId);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            } finally {
                reading.decrementAndGet();
            }
        }

        @Override
        public List<Order> list(OrderQuery query) {
            return real.list(query);
        }

        @Override
        public Map<Long, OrderHistory> histories(Collection<Long> orderIds) {
            return real.histories(orderIds);
        }

        @Override
        public Set<Long> finalAmong(Collection<Long> orderIds) {
            return real.finalAmong(orderIds);
        }
    }
}
