package io.waybill.benchmark;

import org.springframework.jdbc.core.simple.JdbcClient;

/** What a benchmark needs in the database besides what the store's own use cases write. */
final class JdbcBenchmarkRows {
    private final JdbcClient jdbc;

    JdbcBenchmarkRows(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    boolean isDurable() {
        return jdbc.sql("select current_setting('fsync') = 'on' and current_setting('synchronous_commit') = 'on'")
                .query(Boolean.class)
                .single();
    }

    boolean outboxHasRows() {
        return jdbc.sql("select exists (select from outbox)")
                .query(Boolean.class)
                .single();
    }

    /** An item that a provider delivers, so that each order has its message. */
    long item() {
        return jdbc.sql("""
                with seller as (
                  insert into provider (name, protocol, base_url, api_key_sealed, billing)
                  values ('none', 'panel', 'http://localhost:1/api/v1', '\\x00', 'wallet')
                  returning id
                )
                insert into item (slug, name, product_name, category, source, price_micros, provider_id, external_id)
                select 'item', 'Item', 'Item', 'Games', 'provider', 100, id, '1'
                  from seller
                returning id
                """).query(Long.class).single();
    }

    /** An item of a provider that is there. */
    long item(String slug, long providerId) {
        return jdbc.sql("""
                insert into item (slug, name, product_name, category, source, price_micros, provider_id, external_id)
                values (:slug, 'Item', 'Item', 'Games', 'provider', 1000000, :providerId, '123')
                returning id
                """)
                .param("slug", slug)
                .param("providerId", providerId)
                .query(Long.class)
                .single();
    }

    /** A million dollars. */
    void topUp(long walletId) {
        int written = jdbc.sql("""
                with wallet_updated as (
                  update wallet
                     set balance_micros = balance_micros + 1000000000000,
                         last_seq = last_seq + 1
                   where id = :walletId
                  returning *
                )
                insert into transfer (kind, from_account, to_account, amount_micros, wallet_id, seq, balance_after_micros)
                select 'top_up', 'top_up', 'wallet:' || id, 1000000000000, id, last_seq, balance_micros
                  from wallet_updated
                """).param("walletId", walletId).update();
        if (written != 1) {
            throw new IllegalStateException("no wallet " + walletId);
        }
    }
}
