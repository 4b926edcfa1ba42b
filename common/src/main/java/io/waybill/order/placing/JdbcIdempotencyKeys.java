package io.waybill.order.placing;

import static io.waybill.query.Rows.column;

import io.waybill.account.Mode;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The statements on {@code idempotency_key}; each takes a whole batch. */
final class JdbcIdempotencyKeys {
    private final JdbcClient jdbc;

    JdbcIdempotencyKeys(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** What the keys are bound to; a key that is bound to nothing is left out. */
    Map<Key, Binding> find(Collection<Key> keys) {
        if (keys.isEmpty()) {
            return Map.of();
        }
        Map<Key, Binding> bindings = new HashMap<>();
        jdbc.sql("""
                select k.account_id,
                       k.mode,
                       k.key,
                       k.request_hash,
                       k.order_id
                  from unnest(:accountIds, :modes, :keys) as asked (account_id, mode, key)
                  join idempotency_key k using (account_id, mode, key)
                """)
                .param("accountIds", column(keys, Key::accountId, Long[]::new))
                .param("modes", column(keys, key -> key.mode().wire(), String[]::new))
                .param("keys", column(keys, Key::text, String[]::new))
                .query(row -> {
                    Key key = new Key(
                            row.getLong("account_id"), Mode.ofWire(row.getString("mode")), row.getString("key"));
                    RequestHash hash = RequestHash.ofBytes(row.getBytes("request_hash"));
                    bindings.put(key, new Binding(hash, row.getLong("order_id")));
                });
        return bindings;
    }

    /**
     * Binds keys to the orders that are about to be made. One that is bound already stays as it is; to what is seen by
     * {@link #find} afterwards.
     *
     * @return the ids of the orders whose keys were bound
     */
    Set<Long> bindIfFree(List<Draft> drafts) {
        return Set.copyOf(jdbc.sql("""
                insert into idempotency_key (account_id, mode, key, request_hash, order_id)
                select account_id, mode, key, request_hash, order_id
                  from unnest(:accountIds, :modes, :keys, :hashes, :orderIds)
                    as bound (account_id, mode, key, request_hash, order_id)
                    on conflict do nothing
                returning order_id
                """)
                .param("accountIds", column(drafts, draft -> keyOf(draft).accountId(), Long[]::new))
                .param("modes", column(drafts, draft -> keyOf(draft).mode().wire(), String[]::new))
                .param("keys", column(drafts, draft -> keyOf(draft).text(), String[]::new))
                .param(
                        "hashes",
                        column(drafts, draft -> RequestHash.of(draft.request()).toBytes(), byte[][]::new))
                .param("orderIds", column(drafts, Draft::orderId, Long[]::new))
                .query(Long.class)
                .list());
    }

    /** Frees keys of orders that are refused after all, in the transaction that bound them. */
    void release(List<Draft> drafts) {
        int released = jdbc.sql("""
                delete from idempotency_key k
                 using unnest(:accountIds, :modes, :keys, :orderIds) as refused (account_id, mode, key, order_id)
                 where k.account_id = refused.account_id
                   and k.mode = refused.mode
                   and k.key = refused.key
                   and k.order_id = refused.order_id
                """)
                .param("accountIds", column(drafts, draft -> keyOf(draft).accountId(), Long[]::new))
                .param("modes", column(drafts, draft -> keyOf(draft).mode().wire(), String[]::new))
                .param("keys", column(drafts, draft -> keyOf(draft).text(), String[]::new))
                .param("orderIds", column(drafts, Draft::orderId, Long[]::new))
                .update();
        if (released != drafts.size()) {
            throw new IllegalStateException(
                    "released " + released + " of " + drafts.size() + " keys of refused orders");
        }
    }

    private static Key keyOf(Draft draft) {
        return Objects.requireNonNull(Key.of(draft.request()));
    }

    /** The order that a key made, and by which fields. */
    record Binding(RequestHash hash, long orderId) {}
}
