package io.waybill.benchmark.peak;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What the benchmark puts into the store, and what it reads of it. */
final class JdbcPeakRows {
    private final JdbcClient jdbc;

    JdbcPeakRows(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    boolean isDurable() {
        return jdbc.sql("""
                select current_setting('fsync') = 'on'
                   and current_setting('synchronous_commit') = 'on'
                """).query(Boolean.class).single();
    }

    /** So many items of a provider that nobody buys from. Returns the first id; the others follow it. */
    long items(int count) {
        return jdbc.sql("""
                with seller as (
                  insert into provider (name, protocol, base_url, api_key_sealed, billing)
                  values ('none', 'panel', 'http://localhost:1/api/v1', '\\x00', 'wallet')
                  returning id
                ), added as (
                  insert into item (slug, name, product_name, category, description, source, price_micros,
                                    provider_id, external_id)
                  select 'item-' || n, 'Item number ' || n, 'Product ' || n / 20, 'Category ' || n % 40,
                         'What one gets for it, and what one must know of it before: ' || md5(n::text),
                         'provider', 100 + n, seller.id, n::text
                    from generate_series(1, :count) n
                   cross join seller
                  returning id
                )
                select min(id)
                  from added
                """).param("count", count).query(Long.class).single();
    }

    /** Nobody else can order meanwhile. Tells how many wallets there are. */
    long lockWallets(Duration time) {
        return jdbc.sql("""
                select count(*),
                       pg_sleep(:seconds)
                  from (select from wallet for update) locked
                """)
                .param("seconds", time.toMillis() / 1000.0)
                .query((row, _) -> row.getLong(1))
                .single();
    }

    /** An account with ten million dollars and a key. */
    void reseller(String name, byte[] secretHash, int rateLimit) {
        jdbc.sql("""
                with opened as (
                  insert into account (email, name, rate_limit)
                  values (:name || '@example.com', :name, :rateLimit)
                  returning id
                ), wallets as (
                  insert into wallet (account_id, mode, balance_micros, last_seq)
                  select id, 'live', 10000000000000, 1
                    from opened
                  returning id, account_id
                ), topped_up as (
                  insert into transfer (kind, from_account, to_account, amount_micros, wallet_id, seq,
                                        balance_after_micros)
                  select 'top_up', 'top_up', 'wallet:' || id, 10000000000000, id, 1, 10000000000000
                    from wallets
                )
                insert into api_key (account_id, mode, secret_hash, hint)
                select account_id, 'live', :hash, 'none'
                  from wallets
                """)
                .param("name", name)
                .param("rateLimit", rateLimit)
                .param("hash", secretHash)
                .update();
    }

    /** The id that the newest order has at most. */
    long lastOrderId() {
        return jdbc.sql("select last_value from order_id_seq").query(Long.class).single();
    }

    long ordersAfter(long id) {
        return jdbc.sql("""
                select count(*)
                  from orders
                 where id > :id
                """).param("id", id).query(Long.class).single();
    }

    boolean outboxHasRows() {
        return jdbc.sql("select exists (select from outbox)")
                .query(Boolean.class)
                .single();
    }

    long outboxRows() {
        return jdbc.sql("select count(*) from outbox").query(Long.class).single();
    }

    void emptyOutbox() {
        jdbc.sql("truncate outbox").update();
    }

    /** Messages that an instance left behind an hour ago. */
    void leaveInOutbox(int count) {
        jdbc.sql("""
                insert into outbox (topic, key, payload, created_at)
                select 'waybill.fulfillment', n::text, '{"order_id":' || n || ',"provider_id":1}',
                       now() - interval '1 hour'
                  from generate_series(1, :count) n
                """).param("count", count).update();
    }

    /** The size of a table with its indexes in KiB, its dead rows, and how many of its updates stayed on their page. */
    List<Long> bloat(String table) {
        return jdbc.sql("""
                select pg_total_relation_size(relid) / 1024,
                       n_dead_tup,
                       case when n_tup_upd = 0 then 100 else 100 * n_tup_hot_upd / n_tup_upd end
                  from pg_stat_user_tables
                 where relname = :table
                """)
                .param("table", table)
                .query((row, _) -> List.of(row.getLong(1), row.getLong(2), row.getLong(3)))
                .single();
    }

    void settleDown() {
        jdbc.sql("vacuum analyze").update();
    }

    /**
     * Drops what only makes a long series slow, and tells how to have it again: every index that the series itself
     * isn't written by. They are built in a fraction of the time that entering each row takes.
     */
    List<String> dropIndexes() {
        List<String> restore = new ArrayList<>();
        List<String> drop = new ArrayList<>();
        jdbc.sql("""
                with sold (name) as (
                  values ('orders'::regclass), ('order_event'), ('transfer'), ('idempotency_key')
                )
                select format('alter table %s drop constraint %I', c.conrelid::regclass, c.conname) as drop,
                       format('alter table %s add constraint %I %s', c.conrelid::regclass, c.conname,
                              pg_get_constraintdef(c.oid)) as restore
                  from pg_constraint c
                  join sold on sold.name = c.conrelid
                 where c.contype in ('p', 'u')
                   and c.conname <> 'orders_pk'
                 union all
                select format('drop index %s', i.indexrelid::regclass),
                       pg_get_indexdef(i.indexrelid)
                  from pg_index i
                  join sold on sold.name = i.indrelid
                 where not exists (select from pg_constraint c where c.conindid = i.indexrelid)
                """).query(row -> {
            drop.add(row.getString("drop"));
            restore.add(row.getString("restore"));
        });
        drop.forEach(statement -> jdbc.sql(statement).update());
        return restore;
    }

    void restoreIndexes(List<String> statements) {
        statements.forEach(statement ->
                jdbc.sql("set maintenance_work_mem = '1GB'; " + statement).update());
    }

    /**
     * Delivered orders with ids from the first on, of the first so many wallets, with events, transfers and keys.
     *
     * @param newest the order of this id is ordered now, each before it four seconds earlier than the next
     */
    void sell(long first, int count, long newest, int wallets, long firstItem, int items) {
        for (String sql : List.of(ORDERS, KEYS, EVENTS, CHARGES, WALLETS, SALES)) {
            JdbcClient.StatementSpec statement =
                    jdbc.sql(sql).param("first", first).param("last", first + count - 1);
            if (sql.equals(ORDERS)) {
                statement = statement
                        .param("newest", newest)
                        .param("wallets", wallets)
                        .param("firstItem", firstItem)
                        .param("items", items);
            }
            statement.update();
        }
        jdbc.sql("select setval('order_id_seq', :last)")
                .param("last", first + count)
                .query(Long.class)
                .single();
    }

    /**
     * One of so many orders has failed after all. Only in its own row, which is what lists go by: its events and
     * transfers stay.
     */
    void fail(int oneOf) {
        jdbc.sql("""
                update orders
                   set status = 'failed',
                       failure_code = 'provider_refused',
                       refunded_micros = charged_micros
                 where status = 'completed'
                   and id % :oneOf = 0
                """).param("oneOf", oneOf).update();
    }

    /**
     * The newest orders of all but the first wallet wait, some older ones are held, and one of so many has a reference.
     * Only in their own rows, as above.
     */
    void vary(int waiting, int held, int oneOf) {
        jdbc.sql("""
                with others as (
                  select id,
                         row_number() over (order by id desc) as place
                    from orders
                   where wallet_id <> 1
                     and status = 'completed'
                   order by id desc
                   limit :waiting + :held
                )
                update orders o
                   set status = case when place <= :waiting then 'pending' else 'on_hold' end,
                       hold_reason = case when place > :waiting then 'manual' end,
                       due_at = now(),
                       final_at = null
                  from others
                 where o.id = others.id
                """).param("waiting", waiting).param("held", held).update();
        jdbc.sql("""
                update orders
                   set external_ref = 'reference-' || id % 10
                 where id % :oneOf = 0
                """).param("oneOf", oneOf).update();
    }

    private static final String ORDERS = """
            insert into orders (id, account_id, wallet_id, api_key_id, mode, item_id, item_name, source, billing,
                                provider_id, external_id, quantity, player_id, price_micros, charged_micros,
                                amount, currency, rate, status, version, created_at, updated_at, final_at)
            select n, w.account_id, w.id, 1, 'live', :firstItem + n % :items, 'Item', 'provider', 'wallet',
                   1, '1', 1, 'player-' || n, 100, 100,
                   0.02, 'BDT', 120, 'completed', 3, now() - (:newest - n) * interval '4 seconds', now(), now()
              from generate_series(:first, :last) n
              join wallet w on w.id = 1 + n % :wallets
            """;
    private static final String KEYS = """
            insert into idempotency_key (account_id, mode, key, request_hash, order_id)
            select account_id, 'live', md5(id::text), sha256(id::text::bytea), id
              from orders
             where id between :first and :last
            """;
    private static final String EVENTS = """
            insert into order_event (order_id, account_id, mode, version, status)
            select o.id, o.account_id, 'live', v,
                   case v when 1 then 'pending' when 2 then 'processing' else 'completed' end
              from orders o
             cross join generate_series(1, 3) v
             where o.id between :first and :last
            """;
    private static final String CHARGES = """
            insert into transfer (kind, from_account, to_account, amount_micros, wallet_id, seq,
                                  balance_after_micros, order_id)
            select 'charge', 'wallet:' || w.id, 'in_flight', 100, w.id,
                   w.last_seq + row_number() over earlier,
                   w.balance_micros - 100 * row_number() over earlier,
                   o.id
              from orders o
              join wallet w on w.id = o.wallet_id
             where o.id between :first and :last
            window earlier as (partition by w.id order by o.id)
            """;
    private static final String WALLETS = """
            update wallet w
               set last_seq = last_seq + sold.orders,
                   balance_micros = balance_micros - 100 * sold.orders
              from (select wallet_id,
                           count(*) as orders
                      from orders
                     where id between :first and :last
                     group by wallet_id) sold
             where w.id = sold.wallet_id
            """;
    private static final String SALES = """
            insert into transfer (kind, from_account, to_account, amount_micros, order_id)
            select 'sale', 'in_flight', 'sales', 100, id
              from orders
             where id between :first and :last
            """;
}
