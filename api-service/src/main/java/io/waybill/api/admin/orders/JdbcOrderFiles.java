package io.waybill.api.admin.orders;

import static io.waybill.query.Rows.instant;
import static io.waybill.query.Rows.instantOrNull;

import io.waybill.money.Usd;
import io.waybill.secret.Sealed;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Reads all that goes with one order. */
final class JdbcOrderFiles {
    private final JdbcClient jdbc;

    JdbcOrderFiles(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    Optional<Cover> cover(long orderId) {
        return jdbc.sql("select " + JdbcAdminOrders.COLUMNS + """
                      ,
                       a.name as account_name,
                       a.status as account_status,
                       o.api_key_id,
                       o.player_id,
                       o.checkout,
                       o.external_id,
                       o.price_micros,
                       o.rate,
                       o.delivery_sealed,
                       r.id as reordered_as,
                       (select count(*)
                          from stock_code c
                         where c.order_id = o.id) as codes
                  from orders o
                  join account a on a.id = o.account_id
                  left join provider p on p.id = o.provider_id
                  left join orders r on r.reorder_of = o.id
                 where o.id = :id
                """)
                .param("id", orderId)
                .query(JdbcOrderFiles::cover)
                .optional();
    }

    List<OrderFile.Moved> transfers(long orderId) {
        return jdbc.sql("""
                select kind,
                       amount_micros,
                       from_account,
                       to_account,
                       balance_after_micros,
                       actor,
                       note,
                       created_at
                  from transfer
                 where order_id = :orderId
                 order by id
                """)
                .param("orderId", orderId)
                .query((row, _) -> new OrderFile.Moved(
                        row.getString("kind"),
                        Usd.ofMicros(row.getLong("amount_micros")).toLongString(),
                        row.getString("from_account"),
                        row.getString("to_account"),
                        usdOrNull(row, "balance_after_micros"),
                        row.getString("actor"),
                        row.getString("note"),
                        instant(row, "created_at")))
                .list();
    }

    List<OrderFile.Entry> timeline(long orderId) {
        return jdbc.sql("""
                select at,
                       version,
                       status,
                       hold_reason,
                       note
                  from order_event
                 where order_id = :orderId
                 order by version
                """)
                .param("orderId", orderId)
                .query((row, _) -> new OrderFile.Entry(
                        instant(row, "at"),
                        row.getInt("version"),
                        row.getString("status"),
                        row.getString("hold_reason"),
                        row.getString("note")))
                .list();
    }

    List<OrderFile.Try> attempts(long orderId) {
        return jdbc.sql("""
                select t.number,
                       t.state,
                       t.reason,
                       t.provider_id,
                       p.name as provider_name,
                       t.reference,
                       t.provider_order_id,
                       t.sends,
                       t.session_id,
                       s.worker,
                       t.created_at,
                       t.resolved_at,
                       t.evidence,
                       t.late_answer
                  from attempt t
                  join provider p on p.id = t.provider_id
                  join worker_session s on s.id = t.session_id
                 where t.order_id = :orderId
                 order by t.number
                """)
                .param("orderId", orderId)
                .query(JdbcOrderFiles::attempt)
                .list();
    }

    List<OrderFile.LateSuccess> lateSuccesses(long orderId) {
        return jdbc.sql("""
                select t.number,
                       l.cost_micros,
                       l.found_at,
                       l.note
                  from late_success l
                  join attempt t on t.id = l.attempt_id
                 where l.order_id = :orderId
                 order by t.number
                """)
                .param("orderId", orderId)
                .query((row, _) -> new OrderFile.LateSuccess(
                        row.getInt("number"),
                        usdOrNull(row, "cost_micros"),
                        instant(row, "found_at"),
                        row.getString("note")))
                .list();
    }

    private static Cover cover(ResultSet row, int index) throws SQLException {
        byte[] sealed = row.getBytes("delivery_sealed");
        return new Cover(
                JdbcAdminOrders.row(row, index),
                new OrderFile.Owner(
                        row.getLong("account_id"),
                        row.getString("account_email"),
                        row.getString("account_name"),
                        row.getString("account_status")),
                row.getLong("api_key_id"),
                row.getString("player_id"),
                row.getString("checkout"),
                row.getString("external_id"),
                Usd.ofMicros(row.getLong("price_micros")).toLongString(),
                row.getBigDecimal("rate").stripTrailingZeros().toPlainString(),
                sealed == null ? null : Sealed.ofBytes(sealed),
                row.getInt("codes"),
                row.getObject("reordered_as", Long.class));
    }

    private static OrderFile.Try attempt(ResultSet row, int index) throws SQLException {
        return new OrderFile.Try(
                row.getInt("number"),
                row.getString("state"),
                row.getString("reason"),
                row.getLong("provider_id"),
                row.getString("provider_name"),
                row.getString("reference"),
                row.getString("provider_order_id"),
                row.getInt("sends"),
                row.getLong("session_id"),
                row.getString("worker"),
                instant(row, "created_at"),
                instantOrNull(row, "resolved_at"),
                Exchanges.ofEvidence(row.getString("evidence")),
                Exchanges.ofLateAnswer(row.getString("late_answer")));
    }

    private static @Nullable String usdOrNull(ResultSet row, String column) throws SQLException {
        long micros = row.getLong(column);
        return row.wasNull() ? null : Usd.ofMicros(micros).toLongString();
    }

    /**
     * The order's own row.
     *
     * @param delivery what a provider, or a person, delivered
     * @param codes how many codes from stock it got
     */
    record Cover(
            OrderRow order,
            OrderFile.Owner account,
            long apiKeyId,
            @Nullable String playerId,
            String checkoutJson,
            @Nullable String externalId,
            String priceUsd,
            String rate,
            @Nullable Sealed delivery,
            int codes,
            @Nullable Long reorderedAs) {}
}
