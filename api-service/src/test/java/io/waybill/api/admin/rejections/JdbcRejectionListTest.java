package io.waybill.api.admin.rejections;

import static org.assertj.core.api.Assertions.assertThat;

import io.waybill.error.ErrorCode;
import io.waybill.fixture.TestStore;
import java.time.Instant;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A page costs about as many rows as it shows, whatever is asked for and however much there is: of one account that has
 * most of the rows, and none of some errors.
 */
final class JdbcRejectionListTest {
    private static final TestStore STORE = new TestStore();
    private static final int ROWS = 60_000;
    private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant EARLY = BEGIN.plusSeconds(5_000);

    /** Each error contributes a page at most. */
    private static final int PAGE = 51;

    private static final int MOST_READ = PAGE * (ErrorCode.values().length + 1);

    @BeforeAll
    static void fill() {
        STORE.jdbc()
                .sql("""
                        insert into rejected_request (request_id, at, account_id, method, path, item_id, http_status, error, message)
                        select 'req_' || g,
                               :begin::timestamptz + g * interval '1 s',
                               case when g % 20 = 1 then null when g % 2 = 1 and g % 3 > 0 then g % 100 + 10 else 7 end,
                               'POST', '/api/v1/orders',
                               case when g % 3 = 0 then null else 5 end,
                               case when g % 2 = 0 then 402 else 404 end,
                               case when g % 2 = 0 then 'insufficient_balance' else 'item_not_found' end,
                               'no'
                          from generate_series(1, :rows) g
                        """)
                .param("begin", BEGIN.toString())
                .param("rows", ROWS)
                .update();
        STORE.jdbc().sql("analyze rejected_request").update();
    }

    @AfterAll
    static void drop() {
        STORE.close();
    }

    static Stream<RejectionQuery> questions() {
        return Stream.of(
                query(null, null, null, null, null, null, null),
                query(7L, null, null, null, null, null, null),
                query(8L, null, null, null, null, null, null),
                query(null, ErrorCode.ITEM_NOT_FOUND, null, null, null, null, null),
                query(null, ErrorCode.RATE_LIMITED, null, null, null, null, null),
                query(null, null, 5L, null, null, null, null),
                query(null, null, 6L, null, null, null, null),
                query(null, null, null, 404L, null, null, null),
                query(null, null, null, null, null, EARLY, null),
                query(null, null, null, null, EARLY, null, null),
                query(null, null, null, null, null, null, 30_000L),
                query(7L, ErrorCode.ITEM_NOT_FOUND, null, null, null, null, null),
                query(7L, ErrorCode.UNAUTHORIZED, null, null, null, null, null),
                query(7L, ErrorCode.UNAUTHORIZED, 5L, null, null, null, null),
                query(null, ErrorCode.UNAUTHORIZED, 6L, null, null, null, null),
                query(7L, null, null, 404L, null, null, null),
                query(7L, null, 5L, 404L, null, null, null),
                query(null, ErrorCode.RATE_LIMITED, 5L, null, null, null, null),
                query(7L, null, 6L, null, null, null, null),
                query(7L, null, 5L, null, null, EARLY, null),
                query(7L, ErrorCode.INSUFFICIENT_BALANCE, 5L, null, BEGIN, EARLY, 4_000L));
    }

    private static RejectionQuery query(
            @Nullable Long account,
            @Nullable ErrorCode error,
            @Nullable Long item,
            @Nullable Long status,
            @Nullable Instant from,
            @Nullable Instant to,
            @Nullable Long after) {
        return new RejectionQuery(account, error, item, status, from, to, after, PAGE);
    }

    @ParameterizedTest
    @MethodSource("questions")
    void a_page_reads_hardly_more_rows_than_it_shows(RejectionQuery query) {
        assertThat(STORE.rowsRead("rejected_request", () -> new JdbcRejectionList(STORE.jdbc()).list(query)))
                .isLessThanOrEqualTo(MOST_READ);
    }
}
