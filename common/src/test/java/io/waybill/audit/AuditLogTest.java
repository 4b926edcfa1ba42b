package io.waybill.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.waybill.audit.AuditLog.Break;
import io.waybill.audit.AuditLog.Link;
import io.waybill.audit.AuditLog.Verification;
import io.waybill.fixture.TestStore;
import io.waybill.secret.SecretBox;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AuditLogTest {
    private final TestStore store = new TestStore();
    private final AuditLog log = new JdbcAuditLog(store.jdbc(), new AuditChain(secretBox((byte) 1)));

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void entries_are_numbered_without_a_gap_and_the_chain_holds() {
        append(3);
        append(2);

        Verification found = log.verify(Link.START);

        assertThat(found.breaks()).isEmpty();
        assertThat(found.upTo().seq()).isEqualTo(5);
        assertThat(seqs()).containsExactly(1L, 2L, 3L, 4L, 5L);
    }

    @Test
    void what_was_rolled_back_leaves_no_gap() {
        append(1);
        store.transactions().executeWithoutResult(status -> {
            log.append(List.of(entry(9)));
            status.setRollbackOnly();
        });
        append(1);

        assertThat(seqs()).containsExactly(1L, 2L);
        assertThat(log.verify(Link.START).breaks()).isEmpty();
    }

    @Test
    void an_empty_log_holds() {
        assertThat(log.verify(Link.START)).isEqualTo(new Verification(Link.START, List.of()));
    }

    @Test
    void a_verification_goes_on_from_where_the_last_one_ended() {
        append(3);
        Link known = log.verify(Link.START).upTo();
        append(2);
        damage("update audit_entry set reason = 'other' where seq = 2");

        assertThat(log.verify(known)).satisfies(found -> {
            assertThat(found.upTo().seq()).isEqualTo(5);
            assertThat(found.breaks()).isEmpty();
        });
    }

    @Test
    void an_altered_entry_is_named() {
        append(4);
        damage("update audit_entry set after = '{\"balance\":\"1000000.00\"}' where seq = 2");

        assertThat(log.verify(Link.START).breaks()).extracting(Break::seq).containsExactly(2L);
    }

    @Test
    void a_missing_entry_is_named() {
        append(4);
        damage("delete from audit_entry where seq = 3");

        assertThat(log.verify(Link.START).breaks()).extracting(Break::seq).contains(4L);
    }

    @Test
    void a_chain_that_was_cut_off_is_noticed() {
        append(4);
        damage("delete from audit_entry where seq = 4");

        assertThat(log.verify(Link.START).breaks()).extracting(Break::seq).containsExactly(4L);
    }

    @Test
    void a_verification_that_goes_on_from_behind_the_end_tells_that_the_chain_was_cut() {
        append(2);
        Link earlier = log.verify(Link.START).upTo();
        append(2);
        Link known = log.verify(Link.START).upTo();
        damage("delete from audit_entry where seq > 2");
        damage("update audit_head set seq = 2, hash = decode('" + earlier.hash() + "', 'hex')");

        assertThat(log.verify(known).breaks()).extracting(Break::seq).containsExactly(2L);
    }

    @Test
    void nobody_mends_the_chain_without_the_master_key() {
        append(2);
        damage("delete from audit_entry");
        damage("update audit_head set seq = 0, hash = decode(repeat('00', 32), 'hex')");
        AuditLog forger = new JdbcAuditLog(store.jdbc(), new AuditChain(secretBox((byte) 2)));
        store.transactions().executeWithoutResult(_ -> forger.append(List.of(entry(1))));

        assertThat(log.verify(Link.START).breaks()).isNotEmpty();
    }

    @Test
    void many_at_once_make_one_chain() {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            CompletableFuture.allOf(IntStream.range(0, 16)
                            .mapToObj(_ -> CompletableFuture.runAsync(() -> append(5), threads))
                            .toArray(CompletableFuture[]::new))
                    .join();
        }

        Verification found = log.verify(Link.START);
        assertThat(found.breaks()).isEmpty();
        assertThat(found.upTo().seq()).isEqualTo(80);
    }

    @Test
    void an_entry_without_a_transaction_is_refused() {
        assertThatThrownBy(() -> log.append(List.of(entry(1)))).isInstanceOf(IllegalStateException.class);
    }

    private void append(int entries) {
        store.transactions()
                .executeWithoutResult(_ -> log.append(IntStream.range(0, entries)
                        .mapToObj(AuditLogTest::entry)
                        .toList()));
    }

    private static AuditEntry entry(int number) {
        return new AuditEntry(
                "account:1/key:2",
                "wallet.top_up",
                "account:" + number,
                number % 2 == 0 ? "paid by bank, ref 7\"" : null,
                Facts.of("balance", "0.00").and("z", true).and("a", 1).and("same", 7),
                Facts.of("balance", "10.00")
                        .and("scopes", List.of("orders:read", "wallet:read"))
                        .and("same", 7));
    }

    private List<Long> seqs() {
        return store.jdbc()
                .sql("select seq from audit_entry order by id")
                .query(Long.class)
                .list();
    }

    private void damage(String sql) {
        assertThat(store.jdbc().sql(sql).update()).isPositive();
    }

    private static SecretBox secretBox(byte seed) {
        byte[] key = new byte[32];
        key[0] = seed;
        return SecretBox.of(Base64.getEncoder().encodeToString(key));
    }
}
