package io.waybill.benchmark.peak;

import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The least that an order can be in SQL: price, guarded debit, order, transfer, message. */
final class JdbcOrderLimit {
    static final String DATABASE = "order_limit";
    static final int ITEMS = 1_000;

    /** Of {@code :wallet} and {@code :item}. */
    static final String ORDER = """
            with bought as (
              select id, price
                from item
               where id = :item::bigint
            ), debited as (
              update wallet w
                 set balance = w.balance - b.price
                from bought b
               where w.id = :wallet::bigint
                 and w.balance >= b.price
              returning w.id, w.balance, b.price, b.id as item_id
            ), placed as (
              insert into orders (wallet_id, item_id, amount, status, player, idempotency_key)
              select id, item_id, price, 'pending', 'player', gen_random_uuid()::text
                from debited
              returning id, wallet_id, item_id, amount
            ), booked as (
              insert into transfer (wallet_id, order_id, delta, balance_after)
              select p.wallet_id, p.id, -p.amount, d.balance
                from placed p
                join debited d on d.id = p.wallet_id
            )
            insert into outbox (topic, key, payload)
            select 'orders', id::text, jsonb_build_object('order_id', id, 'item_id', item_id, 'amount', amount)
              from placed
            """;

    private final JdbcClient jdbc;

    JdbcOrderLimit(DataSource dataSource) {
        this.jdbc = JdbcClient.create(dataSource);
    }

    void createDatabase(String name) {
        jdbc.sql("create database " + name).update();
    }

    void createTables() {
        jdbc.sql("""
                create table wallet (
                  id       bigint primary key,
                  balance  bigint not null check (balance >= 0)
                ) with (fillfactor = 50);
                create table item (
                  id     bigint primary key,
                  price  bigint not null
                );
                create table orders (
                  id               bigint generated always as identity primary key,
                  wallet_id        bigint not null,
                  item_id          bigint not null,
                  amount           bigint not null,
                  status           text not null,
                  player           text,
                  idempotency_key  text,
                  created_at       timestamptz not null default now(),
                  unique (wallet_id, idempotency_key)
                );
                create table transfer (
                  id             bigint generated always as identity primary key,
                  wallet_id      bigint not null,
                  order_id       bigint not null,
                  delta          bigint not null,
                  balance_after  bigint not null,
                  created_at     timestamptz not null default now()
                );
                create index on transfer (wallet_id, id);
                create table outbox (
                  id          bigint generated always as identity primary key,
                  topic       text not null,
                  key         text not null,
                  payload     jsonb not null,
                  created_at  timestamptz not null default now()
                );
                insert into wallet
                select n, 1000000000000
                  from generate_series(1, 64) n;
                insert into item
                select n, 100 + n
                  from generate_series(1, 1000) n;
                analyze
                """).update();
    }

    void order(int wallet, int item) {
        int placed = jdbc.sql(ORDER).param("wallet", wallet).param("item", item).update();
        if (placed != 1) {
            throw new IllegalStateException("no order of wallet " + wallet + " was placed");
        }
    }
}
