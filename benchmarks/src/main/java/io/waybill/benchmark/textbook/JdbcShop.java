package io.waybill.benchmark.textbook;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** A statement for each step. */
@Repository
class JdbcShop {
    private final JdbcClient jdbc;

    JdbcShop(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    Optional<Caller> caller(byte[] secretHash) {
        return jdbc.sql("""
                select k.id as key_id,
                       k.account_id,
                       w.id as wallet_id
                  from api_key k
                  join account a on a.id = k.account_id
                  join wallet w on w.account_id = k.account_id and w.mode = k.mode
                 where k.secret_hash = :hash
                   and k.revoked_at is null
                   and a.status = 'active'
                """).param("hash", secretHash).query(Caller.class).optional();
    }

    Optional<Long> orderOf(long accountId, String key) {
        return jdbc.sql("""
                select order_id
                  from idempotency_key
                 where account_id = :accountId
                   and mode = 'live'
                   and key = :key
                """)
                .param("accountId", accountId)
                .param("key", key)
                .query(Long.class)
                .optional();
    }

    Optional<Item> item(long id) {
        return jdbc.sql("""
                select id,
                       name,
                       price_micros,
                       provider_id,
                       external_id
                  from item
                 where id = :id
                   and active
                """).param("id", id).query(Item.class).optional();
    }

    Optional<Debited> debit(long walletId, long micros) {
        return jdbc.sql("""
                update wallet
                   set balance_micros = balance_micros - :micros,
                       last_seq = last_seq + 1
                 where id = :walletId
                   and balance_micros >= :micros
                returning balance_micros, last_seq
                """)
                .param("walletId", walletId)
                .param("micros", micros)
                .query(Debited.class)
                .optional();
    }

    long insertOrder(Caller caller, Item item, String playerId) {
        return jdbc.sql("""
                insert into orders (id, account_id, wallet_id, api_key_id, mode, item_id, item_name, source, billing,
                                    provider_id, external_id, quantity, player_id, price_micros, charged_micros,
                                    amount, currency, rate, status, due_at)
                values (nextval('order_id_seq'), :accountId, :walletId, :keyId, 'live', :itemId, :name, 'provider',
                        'wallet', :providerId, :externalId, 1, :playerId, :micros, :micros, 0.12, 'BDT', 120,
                        'pending', now())
                returning id
                """)
                .param("accountId", caller.accountId())
                .param("walletId", caller.walletId())
                .param("keyId", caller.keyId())
                .param("itemId", item.id())
                .param("name", item.name())
                .param("providerId", item.providerId())
                .param("externalId", item.externalId())
                .param("playerId", playerId)
                .param("micros", item.priceMicros())
                .query(Long.class)
                .single();
    }

    void insertKey(long accountId, String key, long orderId) {
        written(jdbc.sql("""
                insert into idempotency_key (account_id, mode, key, request_hash, order_id)
                values (:accountId, 'live', :key, '\\x00', :orderId)
                """)
                .param("accountId", accountId)
                .param("key", key)
                .param("orderId", orderId)
                .update());
    }

    void insertEvent(long orderId, long accountId) {
        written(jdbc.sql("""
                insert into order_event (order_id, account_id, mode, version, status)
                values (:orderId, :accountId, 'live', 1, 'pending')
                """)
                .param("orderId", orderId)
                .param("accountId", accountId)
                .update());
    }

    void insertTransfer(long walletId, long orderId, long micros, Debited debited) {
        written(jdbc.sql("""
                insert into transfer (kind, from_account, to_account, amount_micros, wallet_id, seq,
                                      balance_after_micros, order_id)
                values ('charge', 'wallet:' || :walletId::bigint, 'in_flight', :micros, :walletId, :seq, :after,
                        :orderId)
                """)
                .param("walletId", walletId)
                .param("micros", micros)
                .param("seq", debited.lastSeq())
                .param("after", debited.balanceMicros())
                .param("orderId", orderId)
                .update());
    }

    void insertMessage(long orderId, long providerId) {
        written(jdbc.sql("""
                insert into outbox (topic, key, payload)
                values ('waybill.fulfillment', :key, :payload)
                """)
                .param("key", Long.toString(orderId))
                .param("payload", "{\"order_id\":" + orderId + ",\"provider_id\":" + providerId + "}")
                .update());
    }

    List<Product> products() {
        return jdbc.sql("""
                select id as item_id,
                       slug,
                       name,
                       product_name,
                       category,
                       description,
                       round(price_micros * 120 / 1000000.0, 2) as price,
                       source,
                       billing,
                       available as in_stock,
                       min_quantity,
                       max_quantity,
                       unit
                  from item
                 where active
                 order by id
                """).query(JdbcShop::product).list();
    }

    private static Product product(ResultSet row, int index) throws SQLException {
        return new Product(
                row.getLong("item_id"),
                row.getString("slug"),
                row.getString("name"),
                row.getString("product_name"),
                row.getString("category"),
                row.getString("description"),
                row.getBigDecimal("price"),
                row.getString("source"),
                row.getString("billing"),
                row.getBoolean("in_stock"),
                row.getInt("min_quantity"),
                row.getInt("max_quantity"),
                row.getInt("unit"));
    }

    private static void written(int rows) {
        if (rows != 1) {
            throw new IllegalStateException("wrote " + rows + " rows instead of one");
        }
    }

    record Caller(long keyId, long accountId, long walletId) {}

    record Item(long id, String name, long priceMicros, long providerId, String externalId) {}

    record Debited(long balanceMicros, long lastSeq) {}

    record Product(
            long itemId,
            String slug,
            String name,
            String productName,
            String category,
            String description,
            BigDecimal price,
            String source,
            String billing,
            boolean inStock,
            int minQuantity,
            int maxQuantity,
            int unit) {}
}
