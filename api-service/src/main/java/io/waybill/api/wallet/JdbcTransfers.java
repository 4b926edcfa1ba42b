package io.waybill.api.wallet;

import static io.waybill.query.Rows.instant;

import io.waybill.money.Usd;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Reads a wallet's transfers. */
final class JdbcTransfers {
    private static final String SELECT_TRANSFER = """
            select t.seq,
                   t.kind,
                   case t.from_account
                     when 'wallet:' || t.wallet_id then -t.amount_micros
                     else t.amount_micros
                   end as delta,
                   t.balance_after_micros,
                   t.order_id,
                   t.created_at
              from transfer t
            """;

    private final JdbcClient jdbc;

    JdbcTransfers(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Newest first, with a seq below {@code before}. */
    List<Transfer> newest(long walletId, long before, int limit) {
        return jdbc.sql(SELECT_TRANSFER + """
                 where t.wallet_id = :walletId
                   and t.seq < :before
                 order by t.seq desc
                 limit :limit
                """)
                .param("walletId", walletId)
                .param("before", before)
                .param("limit", limit)
                .query(JdbcTransfers::transfer)
                .list();
    }

    /** Oldest first, with a seq from {@code from} on. */
    List<Transfer> from(long walletId, long from, int limit) {
        return jdbc.sql(SELECT_TRANSFER + """
                 where t.wallet_id = :walletId
                   and t.seq >= :from
                 order by t.seq
                 limit :limit
                """)
                .param("walletId", walletId)
                .param("from", from)
                .param("limit", limit)
                .query(JdbcTransfers::transfer)
                .list();
    }

    private static Transfer transfer(ResultSet row, int index) throws SQLException {
        return new Transfer(
                row.getLong("seq"),
                row.getString("kind"),
                Usd.ofMicros(row.getLong("delta")).toLongString(),
                Usd.ofMicros(row.getLong("balance_after_micros")).toLongString(),
                orderId(row),
                instant(row, "created_at"));
    }

    private static @Nullable Long orderId(ResultSet row) throws SQLException {
        long id = row.getLong("order_id");
        return row.wasNull() ? null : id;
    }
}
