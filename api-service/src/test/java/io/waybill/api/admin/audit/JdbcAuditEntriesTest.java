package io.waybill.api.admin.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.waybill.fixture.TestStore;
import java.time.Instant;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A page costs about as many rows as it shows, whatever is asked for and however much there is. */
final class JdbcAuditEntriesTest {
    private static final TestStore STORE = new TestStore();
    private static final int ROWS = 60_000;
    private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant EARLY = BEGIN.plusSeconds(5_000);
    private static final int PAGE = 51;

    /** The page, the bounds in time, and entries of other keys where one key has many of them. */
    private static final int MOST_READ = 4 * PAGE;

    @BeforeAll
    static void fill() {
        STORE.jdbc()
                .sql("""
                        insert into audit_entry (seq, hash, at, actor, action, subject, before, after)
                        select g,
                               decode(repeat('00', 32), 'hex'),
                               :begin::timestamptz + g * interval '1 s',
                               case when g = 4000 then 'account:9/key:2' when g % 100 = 0 then 'account:2/key:3'
                                    else 'account:1/key:' || g % 3 end,
                               case when g % 2 = 0 then 'wallet.top_up' when g = 333 then 'settings.change'
                                    else 'order.refund' end,
                               'account:' || g % 2000,
                               '{}',
                               '{}'
                          from generate_series(1, :rows) g
                        """)
                .param("begin", BEGIN.toString())
                .param("rows", ROWS)
                .update();
        STORE.jdbc().sql("analyze audit_entry").update();
    }

    @AfterAll
    static void drop() {
        STORE.close();
    }

    static Stream<AuditQuery> questions() {
        return Stream.of(
                query(null, null, null, null, null, null),
                query(null, "account:1", null, null, null, null),
                query(null, "account:9", null, null, null, null),
                query(null, "account:1/key:1", null, null, null, null),
                query(null, "account:1/key:8", null, null, null, null),
                query(null, null, "settings.change", null, null, null),
                query(null, null, "nothing", null, null, null),
                query("account:77", null, null, null, null, null),
                query("account:77", null, "settings.change", null, null, null),
                query("account:77", "account:9", null, null, null, null),
                query(null, "account:2", "order.refund", null, null, null),
                query(null, "account:1", "settings.change", null, null, null),
                query(null, null, null, EARLY, null, null),
                query(null, null, null, null, EARLY, null),
                query(null, "account:1", null, null, EARLY, null),
                query(null, null, "order.refund", null, EARLY, null),
                query("account:77", null, null, null, EARLY, null),
                query(null, null, null, null, null, 30_000L));
    }

    private static AuditQuery query(
            @Nullable String subject,
            @Nullable String actor,
            @Nullable String action,
            @Nullable Instant from,
            @Nullable Instant to,
            @Nullable Long before) {
        return new AuditQuery(subject, actor, action, from, to, before, PAGE);
    }

    @ParameterizedTest
    @MethodSource("questions")
    void a_page_reads_hardly_more_rows_than_it_shows(AuditQuery query) {
        assertThat(STORE.rowsRead("audit_entry", () -> new JdbcAuditEntries(STORE.jdbc()).list(query)))
                .isLessThanOrEqualTo(MOST_READ);
    }
}
