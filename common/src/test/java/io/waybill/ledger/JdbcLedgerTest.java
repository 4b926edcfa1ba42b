package io.waybill.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.waybill.fixture.TestStore;
import io.waybill.money.Usd;
import io.waybill.order.OrderStatus;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataIntegrityViolationException;

class JdbcLedgerTest {
    private final TestStore store = new TestStore();
    private final Ledger ledger = new JdbcLedger(store.jdbc());
    private final TestStore.Reseller reseller = store.reseller();

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void postingsAreNumberedInOrderAndFoldedIntoOneUpdateOfTheWallet() {
        TestStore.Reseller other = store.reseller();
        List<Usd> balances = post(
                topUp(reseller, 5),
                topUp(other, 7),
                new Posting.Debit(reseller.walletId(), usd(2), "admin", "typo"),
                topUp(reseller, 4));
        assertThat(balances).containsExactly(usd(5), usd(7), usd(3), usd(7));
        assertThat(store.jdbc()
                        .sql("select seq from transfer where wallet_id = :id order by seq")
                        .param("id", reseller.walletId())
                        .query(Long.class)
                        .list())
                .containsExactly(1L, 2L, 3L);
        assertThat(store.balance(reseller)).isEqualTo(7_000_000);
        assertThat(store.ledgerDamage()).isEmpty();
    }

    @Test
    void manyChargesOfAWalletAreOneUpdateOfItsRow() {
        TestStore.Reseller other = store.reseller();
        post(topUp(reseller, 100), topUp(other, 100));
        List<Posting> charges = LongStream.rangeClosed(1, 50)
                .<Posting>mapToObj(
                        order -> new Posting.Charge((order % 2 == 0 ? reseller : other).walletId(), order, usd(1)))
                .toList();

        long updates = store.rowsUpdated("wallet", () -> {
            ledger.lock(List.of(reseller.walletId(), other.walletId()));
            ledger.post(charges);
        });

        assertThat(updates).isEqualTo(2);
        assertThat(store.balance(reseller)).isEqualTo(75_000_000);
        assertThat(store.balance(other)).isEqualTo(75_000_000);
        assertThat(store.ledgerDamage()).isEmpty();
    }

    @Test
    void aBusyWalletStaysOffItsIndexesAlsoWhileASnapshotKeepsItsOldVersions() throws SQLException {
        IntStream.range(0, 100).forEach(_ -> store.reseller());
        try (Connection backup = store.dataSource().getConnection()) {
            backup.setAutoCommit(false);
            backup.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            backup.createStatement().execute("select from wallet");

            assertThat(indexedUpdatesOf(80)).isZero();
        }
        // To read a row where it was left clears nothing away: some hundred updates later its page is full, and it
        // moves.
        assertThat(indexedUpdatesOf(600)).isLessThanOrEqualTo(600 / 50);
    }

    /** Each posting in a transaction of its own. */
    private long indexedUpdatesOf(int postings) {
        return IntStream.range(0, postings)
                .mapToLong(_ -> store.indexedUpdates("wallet", () -> post(topUp(reseller, 1))))
                .sum();
    }

    @Test
    void aWalletNeverBecomesNegativeNotEvenInBetween() {
        post(topUp(reseller, 1));
        assertThatThrownBy(() -> post(new Posting.Debit(reseller.walletId(), usd(2), "admin", "x"), topUp(reseller, 5)))
                .isInstanceOf(DataIntegrityViolationException.class);
        assertThat(store.balance(reseller)).isEqualTo(1_000_000);
    }

    @Test
    void whatOthersDidToAWalletMeanwhileIsSeenWhereverItWasLeft() {
        Ledger other = new JdbcLedger(store.jdbc());
        for (int i = 1; i <= 5; i++) {
            assertThat(post(topUp(reseller, 1))).containsExactly(usd(2L * i - 1));
            int before = i;
            store.inTransaction(() -> {
                assertThat(other.lock(List.of(reseller.walletId())))
                        .containsEntry(reseller.walletId(), usd(2L * before - 1));
                return other.post(List.of(topUp(reseller, 1)));
            });
        }
        assertThat(store.balance(reseller)).isEqualTo(10_000_000);
        assertThat(store.ledgerDamage()).isEmpty();
    }

    @Test
    void aWalletIsFoundAgainAfterARollback() {
        post(topUp(reseller, 1));
        store.transactions().executeWithoutResult(transaction -> {
            ledger.lock(List.of(reseller.walletId()));
            assertThat(ledger.post(List.of(topUp(reseller, 5)))).containsExactly(usd(6));
            transaction.setRollbackOnly();
        });
        assertThat(post(topUp(reseller, 1))).containsExactly(usd(2));
        assertThat(store.ledgerDamage()).isEmpty();
    }

    @Test
    void whoWaitsForALockedWalletSeesWhatItsHolderLeft() {
        post(topUp(reseller, 1));
        CompletableFuture<List<Usd>> waiting = new CompletableFuture<>();
        store.transactions().executeWithoutResult(_ -> {
            ledger.lock(List.of(reseller.walletId()));
            Thread.ofVirtual().start(() -> waiting.completeAsync(() -> post(topUp(reseller, 1)), Runnable::run));
            Awaitility.await().until(this::somebodyWaits);
            ledger.post(List.of(topUp(reseller, 5)));
        });
        assertThat(waiting.join()).containsExactly(usd(7));
        assertThat(store.ledgerDamage()).isEmpty();
    }

    private boolean somebodyWaits() {
        return store.jdbc().sql("""
                select exists (select
                                 from pg_stat_activity
                                where datname = current_database()
                                  and wait_event_type = 'Lock')
                """).query(Boolean.class).single();
    }

    @Test
    void anOrderIsChargedOnce() {
        long order = store.order(reseller, store.providerItem(store.provider(), 1_000_000), OrderStatus.PENDING);
        post(topUp(reseller, 5));
        assertThatThrownBy(() -> post(new Posting.Charge(reseller.walletId(), order, usd(1))))
                .isInstanceOf(DataIntegrityViolationException.class)
                .hasMessageContaining("transfer_one_charge_and_one_sale_per_order");
    }

    @Test
    void aPostingForAnUnknownWalletIsRefused() {
        assertThatThrownBy(() -> post(new Posting.TopUp(999, usd(1), "admin", "x")))
                .isInstanceOf(DataIntegrityViolationException.class);
    }

    @Test
    void theLedgerCheckSeesABalanceThatItsTransfersDoNotExplain() {
        post(topUp(reseller, 5));
        store.jdbc()
                .sql("update wallet set balance_micros = balance_micros + 1")
                .update();
        assertThat(store.ledgerDamage()).singleElement().asString().contains("its transfers say 5000000");
    }

    private List<Usd> post(Posting... postings) {
        return store.inTransaction(() -> {
            ledger.lock(List.of(reseller.walletId()));
            return ledger.post(List.of(postings));
        });
    }

    private static Posting.TopUp topUp(TestStore.Reseller reseller, long dollars) {
        return new Posting.TopUp(reseller.walletId(), usd(dollars), "admin", "paid");
    }

    private static Usd usd(long dollars) {
        return Usd.ofMicros(dollars * 1_000_000);
    }
}
