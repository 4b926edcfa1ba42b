package io.waybill.simulator.book;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BookTest {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final List<Account> ACCOUNTS = List.of(Account.of("shop", "key", "100.00"));

    @TempDir
    Path directory;

    @Test
    void aPurchaseIsNumberedStampedAndPaid() throws IOException {
        try (Book book = Book.open(null, ACCOUNTS, InstantSource.fixed(NOON))) {
            Sale sale = book.buy(wish("a", null, "2.50"), false);

            assertThat(sale).isInstanceOfSatisfying(Sale.Bought.class, bought -> {
                assertThat(bought.purchase().orderId()).isEqualTo(500_001);
                assertThat(bought.purchase().at()).isEqualTo(NOON);
            });
            assertThat(book.balance("shop")).isEqualTo(Usd.of("97.50"));
        }
    }

    @Test
    void nobodySpendsMoreThanThereIs() throws IOException {
        try (Book book = open()) {
            assertThat(book.buy(wish("a", null, "100.01"), false))
                    .isEqualTo(new Sale.NotCovered(Usd.of("100.01"), Usd.of("100.00")));
            book.adjust("shop", Usd.of("0.01"));
            assertThat(book.buy(wish("a", null, "100.01"), false)).isInstanceOf(Sale.Bought.class);
            assertThat(book.balance("shop")).isEqualTo(Usd.ZERO);
        }
    }

    @Test
    void aRepeatedKeyBuysOnceWhereThatIsPromisedAndTwiceWhereNot() throws IOException {
        try (Book book = open()) {
            Purchase first = bought(book.buy(wish("a", "k1", "1.00"), true));

            assertThat(book.buy(wish("a", "k1", "1.00"), true)).isEqualTo(new Sale.Repeated(first));
            assertThat(book.buy(wish("a", "k1", "1.00"), false)).isInstanceOf(Sale.Bought.class);
            assertThat(book.boughtUnder("shop", "k1")).contains(first);
            assertThat(book.boughtUnder("other", "k1")).isEmpty();
            assertThat(book.summary().referencesBoughtMoreThanOnce()).containsExactly(Map.entry("k1", 2));
        }
    }

    @Test
    void theSummaryCountsWhatWasBoughtTwice() throws IOException {
        try (Book book = open()) {
            book.buy(wish("a", "k1", "1.00"), false);
            book.buy(wish("a", "k2", "1.00"), false);
            book.buy(wish("b", null, "1.00"), false);

            Summary summary = book.summary();

            assertThat(summary.purchases()).isEqualTo(3);
            assertThat(summary.distinctReferences()).isEqualTo(2);
            assertThat(summary.withoutReference()).isEqualTo(1);
            assertThat(summary.distinctRecipients()).isEqualTo(2);
            assertThat(summary.recipientsBoughtMoreThanOnce()).containsOnlyKeys("a");
            assertThat(summary.referencesBoughtMoreThanOnce()).isEmpty();
            assertThat(summary.spent()).isEqualTo(Usd.of("3"));
            assertThat(summary.balances()).containsEntry("shop", Usd.of("97"));
        }
    }

    @Test
    void purchasesArePagedByOrderId() throws IOException {
        try (Book book = open()) {
            IntStream.range(0, 5).forEach(number -> book.buy(wish("r" + number, null, "1.00"), false));

            assertThat(book.purchasesAfter(0, 2)).extracting(Purchase::orderId).containsExactly(500_001L, 500_002L);
            assertThat(book.purchasesAfter(500_004, 2))
                    .extracting(Purchase::orderId)
                    .containsExactly(500_005L);
            assertThat(book.purchasesAfter(500_005, 2)).isEmpty();
            assertThat(book.purchasesAfter(Long.MAX_VALUE - 1, 2)).isEmpty();
        }
    }

    @Test
    void aBookOpenedAgainGoesOn() throws IOException {
        Purchase first;
        try (Book book = open()) {
            first = bought(book.buy(wish("ä\n\"b\"", "k1", "1.123456"), true));
            book.adjust("shop", Usd.of("-50"));
        }
        try (Book book = open()) {
            assertThat(book.purchases()).containsExactly(first);
            assertThat(book.balance("shop")).isEqualTo(Usd.of("48.876544"));
            assertThat(book.buy(wish("a", "k1", "1.00"), true)).isEqualTo(new Sale.Repeated(first));
            assertThat(bought(book.buy(wish("a", null, "1.00"), false)).orderId())
                    .isEqualTo(500_002);
        }
        try (Book book = open()) {
            assertThat(book.purchases()).hasSize(2);
        }
    }

    @Test
    void whatIsBoughtIsWritten() throws IOException {
        try (Book book = open()) {
            for (int number = 1; number <= 50; number++) {
                book.buy(wish("r" + number, null, "1.00"), false);
                assertThat(Files.readAllLines(journal())).hasSize(number);
            }
        }
    }

    @Test
    void aTornLastLineIsDropped() throws IOException {
        try (Book book = open()) {
            book.buy(wish("a", null, "1.00"), false);
            book.buy(wish("ä".repeat(100), null, "1.00"), false);
        }
        byte[] whole = Files.readAllBytes(journal());
        for (int torn = 1; torn < 350; torn += 7) {
            Files.write(journal(), Arrays.copyOf(whole, whole.length - torn));
            try (Book book = open()) {
                assertThat(book.purchases()).as("%d bytes torn off", torn).hasSize(1);
                assertThat(Files.readAllLines(journal())).hasSize(1);
                assertThat(bought(book.buy(wish("c", null, "1.00"), false)).orderId())
                        .isEqualTo(500_002);
            }
            try (Book book = open()) {
                assertThat(book.purchases()).extracting(Purchase::recipient).containsExactly("a", "c");
            }
        }
    }

    @Test
    void aDamagedLineBeforeTheLastIsRefused() throws IOException {
        try (Book book = open()) {
            book.buy(wish("a", null, "1.00"), false);
        }
        String line = Files.readString(journal());
        Files.writeString(journal(), "{\"type\":\"purch" + "\n" + line, StandardOpenOption.TRUNCATE_EXISTING);

        assertThatThrownBy(this::open).isInstanceOf(IllegalStateException.class).hasMessageContaining("damaged");
    }

    @Test
    void aDirectoryHasOneBook() throws IOException {
        try (Book _ = open()) {
            assertThatThrownBy(this::open)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("another simulator");
        }
        open().close();
    }

    @Test
    void manyBuyersAtOnceLoseNothingAndShareNoNumber() throws IOException {
        try (Book book = open();
                ExecutorService buyers = Executors.newVirtualThreadPerTaskExecutor()) {
            IntStream.range(0, 2_000)
                    .forEach(number -> buyers.execute(() -> book.buy(wish("r" + number, null, "0.01"), false)));
        }
        try (Book book = open()) {
            assertThat(book.purchases())
                    .extracting(Purchase::orderId)
                    .hasSize(2_000)
                    .doesNotHaveDuplicates();
            assertThat(book.balance("shop")).isEqualTo(Usd.of("80"));
        }
    }

    @Test
    void aClosedBookSellsNothing() throws IOException {
        Book book = open();
        book.close();

        assertThatThrownBy(() -> book.buy(wish("a", null, "1.00"), false)).isInstanceOf(IllegalStateException.class);
    }

    private Book open() throws IOException {
        return Book.open(directory, ACCOUNTS, InstantSource.fixed(NOON));
    }

    private Path journal() {
        return directory.resolve("journal.jsonl");
    }

    private static Purchase bought(Sale sale) {
        return ((Sale.Bought) sale).purchase();
    }

    private static Wish wish(String recipient, @Nullable String key, String charge) {
        BigDecimal bdt = new BigDecimal("120.00");
        return new Wish("shop", "101", 1, recipient, bdt, bdt, Usd.of(charge), key, null, "ok");
    }
}
