package io.waybill.benchmark;

import io.waybill.order.placing.OrderRequest;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Fills a store by set-based SQL, skewed as stores are. Account 1 and item 1 are the busiest; the last ones are hardly
 * known. Provider 40 was given up long ago, provider 39 sells one order in fifty thousand.
 */
final class JdbcAdminListRows {
    static final int ACCOUNTS = 2_000;
    static final int ITEMS = 20_000;
    static final int PROVIDERS = 40;
    static final long FIRST_ORDER = 1_001;

    /** The indexes that the admin's lists brought. */
    private static final List<String> ADDED = List.of(
            "create index orders_by_item on orders (item_id, created_at desc, id desc)",
            "create index orders_by_provider on orders (provider_id, created_at desc, id desc) where provider_id is not null",
            "create index orders_by_time on orders (created_at, id)",
            "create index orders_not_completed on orders (status, created_at desc, id desc) where status <> 'completed'",
            "create index orders_by_hold_reason on orders (hold_reason, created_at desc, id desc) where hold_reason is not null",
            "create index orders_by_failure_code on orders (failure_code, created_at desc, id desc) where failure_code is not null",
            "create index orders_in_test_mode on orders (created_at desc, id desc) where mode = 'test'",
            "create index orders_without_provider on orders (source, created_at desc, id desc) where source <> 'provider'",
            "create index orders_billed_to_provider on orders (created_at desc, id desc) where billing = 'provider'",
            """
            create index orders_failures on orders (id desc)
              include (status, hold_reason, failure_code, provider_id, item_id, account_id, mode, charged_micros, created_at)
              where status in ('on_hold', 'failed')
            """);

    private static final String REPLACED =
            "create index orders_held_or_failed on orders (id desc) where status in ('on_hold', 'failed')";

    private final JdbcClient jdbc;

    JdbcAdminListRows(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    boolean isDurable() {
        return jdbc.sql("select current_setting('fsync') = 'on' and current_setting('synchronous_commit') = 'on'")
                .query(Boolean.class)
                .single();
    }

    /** As autovacuum would leave it. */
    void fill(int orders) {
        accounts();
        catalog();
        orders(orders);
        attempts();
        lateSuccesses();
        jdbc.sql("select setval('order_id_seq', (select max(id) from orders))")
                .query()
                .singleRow();
        vacuum();
    }

    void vacuum() {
        for (String table : List.of("orders", "attempt", "late_success", "item", "account", "wallet")) {
            jdbc.sql("vacuum (freeze, analyze) " + table).update();
        }
    }

    private void accounts() {
        jdbc.sql("""
                with opened as (
                  insert into account (email, name)
                  select 'reseller-' || n || '@example.com',
                         'Reseller ' || n
                    from generate_series(1, :accounts) n
                  returning id
                )
                insert into wallet (account_id, mode, balance_micros, last_seq)
                select id,
                       mode,
                       1000000000000,
                       0
                  from opened
                 cross join (values ('live'), ('test')) as m (mode)
                """).param("accounts", ACCOUNTS).update();
    }

    private void catalog() {
        jdbc.sql("""
                insert into provider (name, protocol, base_url, api_key_sealed, billing)
                select 'provider-' || n,
                       'panel',
                       'http://localhost:1/api/v1',
                       '\\x00',
                       'wallet'
                  from generate_series(1, :providers) n
                """).param("providers", PROVIDERS).update();
        jdbc.sql("""
                insert into item (slug, name, product_name, category, source, price_micros, cost_micros, provider_id, external_id)
                select 'item-' || n,
                       'Item ' || n,
                       'Product',
                       'Games',
                       case when n % 100 = 0 then 'stock' when n % 503 = 0 then 'manual' else 'provider' end,
                       1000000,
                       900000,
                       case when n % 100 <> 0 and n % 503 <> 0 then 1 + n % 38 end,
                       case when n % 100 <> 0 and n % 503 <> 0 then n::text end
                  from generate_series(1, :items) n
                """).param("items", ITEMS).update();
        jdbc.sql("insert into worker_session (worker) values ('worker')").update();
    }

    /** Ninety days, the last ones newest; a third of a percent is not final, five percent have failed. */
    private void orders(int count) {
        jdbc.sql("""
                with dice as (
                  select n,
                         1 + floor(:accounts * power(random(), 3))::bigint as account_id,
                         1 + floor(:items * power(random(), 3))::bigint as item_id,
                         random() as s,
                         random() as m,
                         random() as p,
                         random() as c
                    from generate_series(0, :count - 1) n
                ), drawn as (
                  select d.*,
                         i.source,
                         i.name as item_name,
                         i.external_id,
                         case
                           when i.source <> 'provider' then null
                           when d.n < :count / 10 and d.p < 0.5 then 40
                           when d.p < 0.00002 then 39
                           else i.provider_id
                         end as provider_id,
                         case
                           when i.source = 'stock' then 'completed'
                           when d.n > :count * 0.99 and d.s < 0.10 and i.source = 'provider' then 'pending'
                           when d.n > :count * 0.99 and d.s < 0.15 and i.source = 'provider' then 'processing'
                           when d.s < 0.0005 and i.source = 'provider' then 'in_progress'
                           when d.s < 0.006 then 'on_hold'
                           when d.s < 0.05 then 'failed'
                           when d.s < 0.06 then 'canceled'
                           when d.s < 0.0605 then 'partial'
                           else 'completed'
                         end as status,
                         case when d.m < 0.005 then 'test' else 'live' end as mode,
                         case when i.source = 'provider' and d.c < 0.01 then 'provider' else 'wallet' end as billing
                    from dice d
                    join item i on i.id = d.item_id
                )
                insert into orders (id, account_id, wallet_id, api_key_id, mode, item_id, item_name, source, billing, provider_id,
                                    external_id, quantity, player_id, external_ref, price_micros, charged_micros,
                                    refunded_micros, amount, currency, rate, status, hold_reason, failure_code, due_at,
                                    created_at, updated_at, final_at)
                select :first + n,
                       account_id,
                       (select w.id from wallet w where w.account_id = drawn.account_id and w.mode = drawn.mode),
                       1,
                       mode,
                       item_id,
                       item_name,
                       source,
                       billing,
                       provider_id,
                       external_id,
                       1,
                       'player-' || n,
                       case when n % 2 = 0 then 'ref-' || n end,
                       1000000,
                       case billing when 'wallet' then 1000000 else 0 end,
                       case when billing = 'wallet' and status in ('failed', 'canceled') then 1000000 else 0 end,
                       120,
                       'BDT',
                       120,
                       status,
                       case
                         when status <> 'on_hold' then null
                         when source = 'manual' then 'manual'
                         when c < 0.001 then 'price_changed'
                         when c < 0.3 then 'outcome_unknown'
                         when c < 0.6 then 'provider_down'
                         else 'provider_funds'
                       end,
                       case
                         when status <> 'failed' then null
                         when c < 0.0005 then 'item_gone'
                         when c < 0.3 then 'out_of_stock'
                         when c < 0.6 then 'invalid_recipient'
                         else 'provider_refused'
                       end,
                       case when status = 'pending' then now() end,
                       now() - (:count - n) * interval '90 days' / :count,
                       now() - (:count - n) * interval '90 days' / :count,
                       case when status in ('failed', 'canceled', 'partial', 'completed') then now() end
                  from drawn
                 order by n
                """)
                .param("accounts", ACCOUNTS)
                .param("items", ITEMS)
                .param("count", count)
                .param("first", FIRST_ORDER)
                .update();
    }

    private void attempts() {
        jdbc.sql("""
                insert into attempt (order_id, number, provider_id, session_id, reference, state, evidence, created_at, resolved_at)
                select id,
                       1,
                       provider_id,
                       1,
                       'r-' || id,
                       case
                         when status = 'processing' then 'sending'
                         when hold_reason = 'outcome_unknown' then 'unknown'
                         when status in ('failed', 'on_hold') then 'not_bought'
                         else 'bought'
                       end,
                       '{"answers":[{"send":1,"outcome":"refused","http_status":409,"answer":"out of stock"}]}',
                       created_at,
                       case when status <> 'processing' and hold_reason is distinct from 'outcome_unknown'
                         then created_at + interval '700 milliseconds' end
                  from orders
                 where provider_id is not null
                   and (status in ('failed', 'on_hold', 'processing') or id % 20 = 0)
                   and status <> 'pending'
                 order by id
                """).update();
    }

    private void lateSuccesses() {
        jdbc.sql("""
                insert into late_success (attempt_id, order_id, cost_micros)
                select a.id,
                       a.order_id,
                       900000
                  from attempt a
                  join orders o on o.id = a.order_id
                 where o.status = 'failed'
                   and o.id % 100 = 0
                """).update();
    }

    /** So many orders of the newest become pending and due. */
    void makeWait(int count) {
        jdbc.sql("""
                update orders
                   set status = 'pending',
                       due_at = now(),
                       final_at = null
                 where id in (select id
                                from orders
                               where status = 'completed'
                                 and provider_id is not null
                               order by id desc
                               limit :count)
                """).param("count", count).update();
    }

    void withoutAddedIndexes() {
        ADDED.forEach(index -> jdbc.sql("drop index " + index.split(" ")[2]).update());
        jdbc.sql(REPLACED).update();
    }

    void withAddedIndexes() {
        jdbc.sql("drop index orders_held_or_failed").update();
        ADDED.forEach(index -> jdbc.sql(index).update());
    }

    /** Where the write-ahead log ends, in bytes: what a change costs, whoever else is busy. */
    long walEnd() {
        return jdbc.sql("select (pg_current_wal_insert_lsn() - '0/0')::bigint")
                .query(Long.class)
                .single();
    }

    List<OrderRequest.Buyer> buyers(int count) {
        return jdbc.sql("""
                select account_id,
                       id
                  from wallet
                 where mode = 'live'
                 order by id
                 limit :count
                """)
                .param("count", count)
                .query((row, _) -> AdminListsStore.buyer(row.getLong("account_id"), row.getLong("id")))
                .list();
    }

    /** Items that a provider delivers. */
    List<Long> items(int count) {
        return jdbc.sql("""
                select id
                  from item
                 where source = 'provider'
                 order by id
                 limit :count
                """)
                .param("count", count)
                .query((row, _) -> row.getLong("id"))
                .list();
    }
}
