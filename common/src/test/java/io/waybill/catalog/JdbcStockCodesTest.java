package io.waybill.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.waybill.account.Mode;
import io.waybill.fixture.TestStore;
import io.waybill.secret.SecretBox;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class JdbcStockCodesTest {
    private static final String KEY = Base64.getEncoder().encodeToString(new byte[32]);

    private final TestStore store = new TestStore();
    private final StockCodes codes = new JdbcStockCodes(store.jdbc(), SecretBox.of(KEY));
    private final long item = store.stockItem(1_000_000);

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void aCodeIsStoredOnceAndNeverReadable() {
        assertThat(codes.add(item, Mode.LIVE, List.of("AAA-1", "AAA-2", "AAA-1")))
                .containsExactly(2);
        assertThat(codes.add(store.stockItem(5), Mode.LIVE, List.of("AAA-2", "AAA-3")))
                .containsExactly(0);
        assertThat(store.jdbc()
                        .sql("select count(*) from stock_code where position('AAA'::bytea in sealed) > 0")
                        .query(Integer.class)
                        .single())
                .isZero();
    }

    @Test
    void anOrderGetsAllItsCodesOrNone() {
        codes.add(item, Mode.LIVE, List.of("A", "B", "C"));
        List<StockCodes.Need> served = take(need(1, 2), need(2, 2), need(3, 1));
        assertThat(served).containsExactly(need(1, 2), need(3, 1));
        Map<Long, List<String>> given = codes.ofOrders(List.of(1L, 2L, 3L));
        assertThat(given).containsOnlyKeys(1L, 3L);
        assertThat(given.get(1L)).hasSize(2);
        assertThat(given.values().stream().flatMap(List::stream)).containsExactlyInAnyOrder("A", "B", "C");
    }

    @Test
    void testOrdersGetNoLiveCodes() {
        codes.add(item, Mode.LIVE, List.of("A"));
        assertThat(take(new StockCodes.Need(1, item, Mode.TEST, 1))).isEmpty();
    }

    @Test
    void manyWhoTakeAtOnceNeverGetTheSameCode() throws Exception {
        codes.add(
                item,
                Mode.LIVE,
                IntStream.range(0, 40).mapToObj(i -> "CODE-" + i).toList());
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<CompletableFuture<List<StockCodes.Need>>> takers = LongStream.rangeClosed(1, 60)
                    .mapToObj(order -> CompletableFuture.supplyAsync(() -> take(need(order, 1)), threads))
                    .toList();
            long served =
                    takers.stream().filter(taker -> !taker.join().isEmpty()).count();
            assertThat(served).isEqualTo(40);
        }
        assertThat(codes.ofOrders(LongStream.rangeClosed(1, 60).boxed().toList()).values().stream()
                        .flatMap(List::stream))
                .hasSize(40)
                .doesNotHaveDuplicates();
    }

    private List<StockCodes.Need> take(StockCodes.Need... needs) {
        return store.inTransaction(() -> {
            StockCodes.Reservation reserved = codes.reserve(List.of(needs));
            List<StockCodes.Need> served = new ArrayList<>();
            for (StockCodes.Need need : needs) {
                if (reserved.covers(need)) {
                    reserved.take(need);
                    served.add(need);
                }
            }
            reserved.give();
            return served;
        });
    }

    private StockCodes.Need need(long order, int count) {
        return new StockCodes.Need(order, item, Mode.LIVE, count);
    }
}
