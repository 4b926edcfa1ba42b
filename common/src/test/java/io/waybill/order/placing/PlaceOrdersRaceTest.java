package io.waybill.order.placing;

import static io.waybill.order.placing.Counter.request;
import static io.waybill.order.placing.Counter.withKey;
import static io.waybill.order.placing.Counter.withPlayer;
import static io.waybill.order.placing.Counter.withQuantity;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.waybill.account.Mode;
import io.waybill.catalog.StockCodes;
import io.waybill.error.ErrorCode;
import io.waybill.fixture.TestStore;
import io.waybill.order.placing.Placement.Accepted;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Two instances on one database, many threads each. */
class PlaceOrdersRaceTest {
    private static final long ONE_DOLLAR = 1_000_000;
    private static final int KEYS = 60;

    private final TestStore store = new TestStore();
    private final List<Counter> counters = List.of(new Counter(store), new Counter(store));
    private final long provider = store.provider();
    private final long item = store.providerItem(provider, ONE_DOLLAR);

    @AfterEach
    void close() {
        assertThat(store.ledgerDamage()).isEmpty();
        counters.forEach(Counter::close);
        store.close();
    }

    @Test
    void theLastCentIsSpentOnce() {
        TestStore.Reseller reseller = store.reseller();
        store.topUp(reseller, 25 * ONE_DOLLAR + 999_999);

        List<Placement> placements =
                race(12, i -> counter(i).placeAll(Collections.nCopies(5, request(reseller, item))));

        assertThat(accepted(placements)).hasSize(25);
        assertThat(refusals(placements)).containsOnly(ErrorCode.INSUFFICIENT_BALANCE);
        assertThat(store.balance(reseller)).isEqualTo(999_999);
    }

    @Test
    void theLastCodeIsSoldOnce() {
        long card = store.stockItem(ONE_DOLLAR);
        codes().add(
                        card,
                        Mode.LIVE,
                        IntStream.range(0, 25).mapToObj(i -> "CODE-" + i).toList());
        List<TestStore.Reseller> resellers = resellers(12, 100);

        List<Placement> placements =
                race(12, i -> counter(i).placeAll(Collections.nCopies(5, request(resellers.get(i), card))));

        assertThat(refusals(placements)).containsOnly(ErrorCode.OUT_OF_STOCK);
        List<Long> sold =
                accepted(placements).stream().map(each -> each.order().id()).toList();
        assertThat(codes().ofOrders(sold).values().stream().flatMap(Collection::stream))
                .hasSameSizeAs(sold)
                .doesNotHaveDuplicates();
        // Codes that somebody else was about to take are passed over, so that not all need be sold; none is lost.
        assertThat(free(card)).isEqualTo(25 - sold.size());
        while (free(card) > 0) {
            assertThat(counter(0).place(request(resellers.getFirst(), card))).isInstanceOf(Accepted.class);
        }
    }

    @Test
    void aKeyMakesOneOrderWhoeverComesFirst() {
        TestStore.Reseller reseller = resellers(1, 10_000).getFirst();
        for (int round = 0; round < 3; round++) {
            oneOrderPerKey(reseller, "round-" + round + "-");
        }
        assertThat(store.balance(reseller)).isEqualTo((10_000 - 3 * KEYS) * ONE_DOLLAR);
    }

    /** Ten batches of the same keys, every other one from the last key to the first. */
    private void oneOrderPerKey(TestStore.Reseller reseller, String prefix) {
        List<OrderRequest> forward = IntStream.range(0, KEYS)
                .mapToObj(i -> withKey(request(reseller, item), prefix + i))
                .toList();

        List<Placement> placements = race(10, i -> {
            List<Placement> placed = counter(i).placeAll(i % 2 == 0 ? forward : forward.reversed());
            return i % 2 == 0 ? placed : placed.reversed();
        });

        for (int key = 0; key < KEYS; key++) {
            int offset = key;
            List<Accepted> ofKey = accepted(IntStream.range(0, 10)
                    .mapToObj(run -> placements.get(run * KEYS + offset))
                    .toList());
            assertThat(ofKey).hasSize(10);
            assertThat(ofKey)
                    .extracting(each -> each.order().id())
                    .containsOnly(ofKey.getFirst().order().id());
            assertThat(ofKey).filteredOn(each -> !each.replayed()).hasSize(1);
        }
    }

    @Test
    void theSameKeysInOppositeOrderDoNotDeadlock() {
        TestStore.Reseller reseller = resellers(1, 1_000).getFirst();
        List<OrderRequest> forward = IntStream.range(0, KEYS)
                .mapToObj(i -> withKey(request(reseller, item), String.format("key-%03d", i)))
                .toList();

        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<CompletableFuture<List<Placement>>> both = new ArrayList<>();
            store.transactions().executeWithoutResult(transaction -> {
                bindByHand(reseller, "key-030");
                both.add(CompletableFuture.supplyAsync(() -> counter(0).placeAll(forward), threads));
                both.add(CompletableFuture.supplyAsync(() -> counter(1).placeAll(forward.reversed()), threads));
                // The one has bound what it could and waits for key 30, the other waits for the wallet of the one.
                await().until(() -> waitingForLocks() == 2);
                transaction.setRollbackOnly();
            });
            assertThat(both).allSatisfy(run -> assertThat(accepted(run.join())).hasSize(KEYS));
        }
        assertThat(store.balance(reseller)).isEqualTo((1_000 - KEYS) * ONE_DOLLAR);
    }

    private void bindByHand(TestStore.Reseller reseller, String key) {
        store.jdbc()
                .sql("""
                        insert into idempotency_key (account_id, mode, key, request_hash, order_id)
                        values (:accountId, 'live', :key, '', 0)
                        """)
                .param("accountId", reseller.accountId())
                .param("key", key)
                .update();
    }

    private long waitingForLocks() {
        return column(
                        "select pid from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'")
                .size();
    }

    @Test
    void batchesOverTheSameWalletsInAnyOrderDoNotBlockEachOther() {
        List<TestStore.Reseller> resellers = resellers(20, 1_000);

        List<Placement> placements = race(10, i -> {
            List<TestStore.Reseller> shuffled = new ArrayList<>(resellers);
            Collections.rotate(shuffled, i);
            if (i % 2 == 0) {
                Collections.reverse(shuffled);
            }
            return counter(i)
                    .placeAll(shuffled.stream().map(each -> request(each, item)).toList());
        });

        assertThat(accepted(placements)).hasSize(200);
    }

    @Test
    void whateverComesInTheBooksAddUp() {
        long seed = Long.getLong("waybill.test.seed", System.nanoTime());
        System.out.println("waybill.test.seed=" + seed);
        Market market = new Market(resellers(5, 60));

        List<Placement> placements = race(8, thread -> {
            SplittableRandom random = new SplittableRandom(seed + thread);
            return IntStream.range(0, 15)
                    .boxed()
                    .flatMap(_ -> counter(random.nextInt(2)).placeAll(market.batch(random)).stream())
                    .toList();
        });

        Map<Long, List<Accepted>> byOrder = accepted(placements).stream()
                .collect(Collectors.groupingBy(each -> each.order().id()));
        assertThat(byOrder.values()).allSatisfy(answers -> {
            assertThat(answers).filteredOn(each -> !each.replayed()).hasSize(1);
            assertThat(answers)
                    .extracting(Accepted::balanceAfter)
                    .containsOnly(answers.getFirst().balanceAfter());
        });
        assertThat(column("select id from orders")).containsExactlyInAnyOrderElementsOf(byOrder.keySet());
        assertThat(column("select order_id from transfer where kind = 'charge'"))
                .containsExactlyInAnyOrderElementsOf(byOrder.keySet());
        assertThat(column("select order_id from idempotency_key")).isSubsetOf(byOrder.keySet());
        assertThat(column("""
                select o.id
                  from orders o
                  left join stock_code c on c.order_id = o.id
                 where o.source = 'stock'
                 group by o.id
                having count(c.id) <> o.quantity
                """)).isEmpty();
        assertThat(column("select order_id from stock_code where order_id is not null"))
                .isSubsetOf(byOrder.keySet());
    }

    /** Requests of every kind, many of which meet in a key, a wallet or the last code. */
    private final class Market {
        private final List<TestStore.Reseller> resellers;
        private final long dear = store.providerItem(provider, 23 * ONE_DOLLAR);
        private final long card = store.stockItem(2 * ONE_DOLLAR);

        Market(List<TestStore.Reseller> resellers) {
            this.resellers = resellers;
            codes().add(
                            card,
                            Mode.LIVE,
                            IntStream.range(0, 60).mapToObj(i -> "CARD-" + i).toList());
        }

        List<OrderRequest> batch(SplittableRandom random) {
            return Stream.generate(() -> request(random))
                    .limit(random.nextInt(1, 20))
                    .toList();
        }

        private OrderRequest request(SplittableRandom random) {
            TestStore.Reseller reseller = resellers.get(random.nextInt(resellers.size()));
            long wanted = List.of(item, item, card, card, dear, 999_999L).get(random.nextInt(6));
            OrderRequest plain = withQuantity(Counter.request(reseller, wanted), random.nextInt(1, 4));
            OrderRequest keyed = random.nextInt(3) == 0 ? plain : withKey(plain, "key-" + random.nextInt(40));
            return random.nextInt(4) == 0 ? withPlayer(keyed, "somebody else") : keyed;
        }
    }

    private List<Placement> race(int runners, IntFunction<List<Placement>> run) {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<CompletableFuture<List<Placement>>> runs = IntStream.range(0, runners)
                    .mapToObj(
                            i -> CompletableFuture.supplyAsync((Supplier<List<Placement>>) () -> run.apply(i), threads))
                    .toList();
            return runs.stream()
                    .map(CompletableFuture::join)
                    .flatMap(List::stream)
                    .toList();
        }
    }

    private Counter counter(int i) {
        return counters.get(i % counters.size());
    }

    private List<TestStore.Reseller> resellers(int count, int dollars) {
        List<TestStore.Reseller> resellers =
                Stream.generate(store::reseller).limit(count).toList();
        resellers.forEach(reseller -> store.topUp(reseller, dollars * ONE_DOLLAR));
        return resellers;
    }

    private StockCodes codes() {
        return counters.getFirst().bean(StockCodes.class);
    }

    private long free(long card) {
        return column("select id from stock_code where order_id is null and item_id = " + card)
                .size();
    }

    private List<Long> column(String sql) {
        return store.jdbc().sql(sql).query(Long.class).list();
    }

    private static List<Accepted> accepted(List<Placement> placements) {
        return placements.stream()
                .flatMap(each -> each instanceof Accepted accepted ? Stream.of(accepted) : Stream.empty())
                .toList();
    }

    private static List<ErrorCode> refusals(List<Placement> placements) {
        Function<Placement, Stream<ErrorCode>> code =
                each -> each instanceof Placement.Refused(var refusal) ? Stream.of(refusal.code()) : Stream.empty();
        return placements.stream().flatMap(code).toList();
    }
}
