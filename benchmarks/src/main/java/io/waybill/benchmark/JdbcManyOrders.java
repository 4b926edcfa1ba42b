package io.waybill.benchmark;

import java.util.List;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * A store that has been selling for long: orders of a provider's item with their transfers, events, attempts and keys,
 * as the use cases would have left them, made by statements over whole series. Of 100 orders 88 were completed, 10
 * failed, and 2 are pending.
 */
final class JdbcManyOrders {
    private static final int WALLETS = 1_000;

    private final JdbcClient jdbc;
    private final TransactionTemplate transactions;

    JdbcManyOrders(DataSource dataSource) {
        this.jdbc = JdbcClient.create(dataSource);
        this.transactions = new TransactionTemplate(new JdbcTransactionManager(dataSource));
    }

    /** Foreign keys would look up every row of a series by itself: half of the time of the filling. */
    void dropForeignKeys() {
        jdbc.sql("""
                alter table attempt drop constraint attempt_order_fk, drop constraint attempt_provider_fk,
                                    drop constraint attempt_session_fk
                """).update();
    }

    /** Accounts, wallets with more than they will spend, an item, a worker. */
    void openStore() {
        run("""
                insert into account (id, email, name)
                select n, 'reseller-' || n || '@example.com', 'Reseller'
                  from generate_series(1, :wallets) n
                """);
        run("""
                insert into wallet (id, account_id, mode, balance_micros, last_seq)
                select n, n, 'live', 1000000000000, 1
                  from generate_series(1, :wallets) n
                """);
        run("""
                insert into transfer (kind, from_account, to_account, amount_micros, wallet_id, seq, balance_after_micros)
                select 'top_up', 'top_up', 'wallet:' || n, 1000000000000, n, 1, 1000000000000
                  from generate_series(1, :wallets) n
                """);
        run("""
                insert into provider (id, name, protocol, base_url, api_key_sealed, billing)
                select 1, 'none', 'panel', 'http://localhost:1/api/v1', '\\x00', 'wallet'
                 where :wallets > 0
                """);
        run("""
                insert into item (id, slug, name, product_name, category, source, price_micros, provider_id, external_id)
                select 1, 'item', 'Item', 'Item', 'Games', 'provider', 1000000, 1, '1'
                 where :wallets > 0
                """);
        run("""
                insert into worker_session (worker, ended_at)
                select 'worker', now()
                 where :wallets > 0
                """);
    }

    private void run(String sql) {
        jdbc.sql(sql).param("wallets", WALLETS).update();
    }

    /** Orders with so many ids from the first on; of wallet 1 + id % 1000. One transaction. */
    void sell(long first, int count) {
        for (String sql :
                List.of(ORDERS, KEYS, CHARGES, WALLETS_CHARGED, REFUNDS, WALLETS_REFUNDED, SALES, EVENTS, ATTEMPTS)) {
            transactions.executeWithoutResult(_ -> jdbc.sql(sql)
                    .param("first", first)
                    .param("last", first + count - 1)
                    .update());
        }
    }

    private static final String ORDERS = """
            insert into orders (id, account_id, wallet_id, api_key_id, mode, item_id, item_name, source, billing,
                                provider_id, external_id, quantity, player_id, price_micros, charged_micros,
                                refunded_micros, amount, currency, rate, status, failure_code, due_at, version, final_at)
            select n, 1 + n % 1000, 1 + n % 1000, 1, 'live', 1, 'Item', 'provider', 'wallet',
                   1, '1', 1, 'player-' || n, 1000000, 1000000,
                   case when n % 100 between 88 and 97 then 1000000 else 0 end,
                   120, 'BDT', 120,
                   case when n % 100 < 88 then 'completed' when n % 100 < 98 then 'failed' else 'pending' end,
                   case when n % 100 between 88 and 97 then 'out_of_stock' end,
                   case when n % 100 >= 98 then now() end,
                   case when n % 100 >= 98 then 1 else 3 end,
                   case when n % 100 < 98 then now() end
              from generate_series(:first, :last) n
            """;
    private static final String KEYS = """
            insert into idempotency_key (account_id, mode, key, request_hash, order_id)
            select 1 + n % 1000, 'live', md5(n::text), '\\x00', n
              from generate_series(:first, :last) n
            """;
    private static final String CHARGES = """
            insert into transfer (kind, from_account, to_account, amount_micros, wallet_id, seq, balance_after_micros, order_id)
            select 'charge', 'wallet:' || w.id, 'in_flight', 1000000, w.id, w.last_seq + c.place,
                   w.balance_micros - c.place * 1000000, c.id
              from (select n as id,
                           1 + n % 1000 as wallet_id,
                           row_number() over (partition by n % 1000 order by n) as place
                      from generate_series(:first, :last) n) c
              join wallet w on w.id = c.wallet_id
             order by c.id
            """;
    private static final String WALLETS_CHARGED = """
            update wallet w
               set last_seq = last_seq + c.transfers,
                   balance_micros = balance_micros - c.transfers * 1000000
              from (select 1 + n % 1000 as wallet_id,
                           count(*) as transfers
                      from generate_series(:first, :last) n
                     group by 1) c
             where w.id = c.wallet_id
            """;
    private static final String REFUNDS = """
            insert into transfer (kind, from_account, to_account, amount_micros, wallet_id, seq, balance_after_micros, order_id)
            select 'refund', 'in_flight', 'wallet:' || w.id, 1000000, w.id, w.last_seq + c.place,
                   w.balance_micros + c.place * 1000000, c.id
              from (select n as id,
                           1 + n % 1000 as wallet_id,
                           row_number() over (partition by n % 1000 order by n) as place
                      from generate_series(:first, :last) n
                     where n % 100 between 88 and 97) c
              join wallet w on w.id = c.wallet_id
             order by c.id
            """;
    private static final String WALLETS_REFUNDED = """
            update wallet w
               set last_seq = last_seq + c.transfers,
                   balance_micros = balance_micros + c.transfers * 1000000
              from (select 1 + n % 1000 as wallet_id,
                           count(*) as transfers
                      from generate_series(:first, :last) n
                     where n % 100 between 88 and 97
                     group by 1) c
             where w.id = c.wallet_id
            """;
    private static final String SALES = """
            insert into transfer (kind, from_account, to_account, amount_micros, order_id)
            select 'sale', 'in_flight', 'sales', 1000000, n
              from generate_series(:first, :last) n
             where n % 100 < 88
            """;
    private static final String EVENTS = """
            insert into order_event (order_id, account_id, mode, version, status)
            select n, 1 + n % 1000, 'live', v,
                   case v when 1 then 'pending' when 2 then 'processing'
                     else case when n % 100 < 88 then 'completed' else 'failed' end end
              from generate_series(:first, :last) n
             cross join generate_series(1, 3) v
             where v = 1 or n % 100 < 98
             order by n, v
            """;
    private static final String ATTEMPTS = """
            insert into attempt (order_id, number, provider_id, session_id, reference, state, resolved_at)
            select n, 1, 1, 1, md5(n::text), case when n % 100 < 88 then 'bought' else 'not_bought' end, now()
              from generate_series(:first, :last) n
             where n % 100 < 98
            """;

    /** As autovacuum would have left the tables. */
    void settleDown() {
        jdbc.sql("vacuum analyze").update();
    }

    /** The process that serves the connection. */
    long backend() {
        return jdbc.sql("select pg_backend_pid()").query(Long.class).single();
    }

    /** Where the newest run of the checks spent its time: milliseconds by check, longest first. */
    List<String> slowest() {
        return jdbc.sql("""
                select check_name || ' ' || took_ms
                  from check_result
                 order by took_ms desc, check_name
                 limit 8
                """).query((row, _) -> row.getString(1)).list();
    }
}
