package io.waybill.api.admin.rejections;

import static io.waybill.query.Rows.instant;

import io.waybill.error.ErrorCode;
import io.waybill.query.Conditions;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Reads what was refused. */
final class JdbcRejectionList {
    private final JdbcClient jdbc;

    JdbcRejectionList(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Newest first: the newest of each error, merged. A page begins behind the row that it follows; once that is
     * trimmed, so is what came before it.
     */
    List<RejectionView> list(RejectionQuery query) {
        Conditions conditions = whose(query.accountId(), query.itemId())
                .and("r.at >= :from", "from", query.from())
                .and("r.at < :to", "to", query.to())
                .and("(r.at, r.id) < (select at, id from rejected_request where id = :after)", "after", query.after());
        return jdbc.sql("""
                select r.id, r.request_id, r.at, r.account_id, r.api_key_id, r.method, r.path, r.item_id,
                       r.http_status, r.error, r.message, r.body_masked
                  from unnest(:errors) as wanted (error)
                 cross join lateral (
                       select *
                         from rejected_request r
                        where r.error = wanted.error
                """ + conditions.more() + """
                                order by r.at desc, r.id desc
                                limit :limit) r
                         order by r.at desc, r.id desc
                         limit :limit
                        """)
                .params(conditions.parameters())
                .param("errors", query.errors().stream().map(ErrorCode::wire).toArray(String[]::new))
                .param("limit", query.limit())
                .query(JdbcRejectionList::rejection)
                .list();
    }

    /** What every row is opens the one index that is for this question: see the migration that made them. */
    private static Conditions whose(@Nullable Long accountId, @Nullable Long itemId) {
        Conditions conditions = new Conditions();
        if (accountId == null && itemId == null) {
            conditions.and("r.http_status >= 400");
        } else if (accountId == null || itemId == null) {
            conditions.and("r.http_status <= 599");
        }
        return conditions
                .and("r.account_id = :accountId", "accountId", accountId)
                .and("r.item_id = :itemId", "itemId", itemId);
    }

    private static RejectionView rejection(ResultSet row, int index) throws SQLException {
        return new RejectionView(
                row.getLong("id"),
                row.getString("request_id"),
                instant(row, "at"),
                row.getObject("account_id", Long.class),
                row.getObject("api_key_id", Long.class),
                row.getString("method"),
                row.getString("path"),
                row.getObject("item_id", Long.class),
                row.getInt("http_status"),
                row.getString("error"),
                row.getString("message"),
                row.getString("body_masked"));
    }

    /** The newest day first. */
    List<RejectionCount> counts(LocalDate first, LocalDate last) {
        return jdbc.sql("""
                select day,
                       error,
                       count
                  from rejection_count
                 where day between :first and :last
                 order by day desc, error
                """)
                .param("first", first)
                .param("last", last)
                .query((row, _) -> new RejectionCount(
                        row.getObject("day", LocalDate.class), row.getString("error"), row.getLong("count")))
                .list();
    }
}
