package io.waybill.checks;

import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Which orders a run looks at. */
final class JdbcCandidates {
    /** Past so many, the number of orders is taken from the database's statistics. */
    static final int COUNTED_EXACTLY = 200_000;

    private final JdbcClient jdbc;

    JdbcCandidates(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    long countOrders() {
        return jdbc.sql("""
                select case
                         when counted <= :most then counted
                         else greatest(counted, (select reltuples::bigint
                                                   from pg_class
                                                  where oid = 'orders'::regclass))
                       end
                  from (select count(*) as counted
                          from (select
                                  from orders
                                 limit :most + 1) first_orders) total
                """).param("most", COUNTED_EXACTLY).query(Long.class).single();
    }

    /**
     * Orders with an event that is not decided and seen, a transfer or an attempt past the mark.
     *
     * @param state says which were seen
     * @param most so many changes of each kind; the rest is left to the next run
     */
    Changed changedSince(State state, int most) {
        Marks seen = state.seen();
        SortedSet<Long> orders = new TreeSet<>();
        long event = collect(
                orders,
                seen.event(),
                most,
                jdbc.sql("""
                        with changes as materialized (
                          select id,
                                 order_id
                            from order_event
                           where id > :seen
                             and not coalesce(pg_visible_in_snapshot(tx, :snapshot::pg_snapshot), false)
                             and not coalesce(id <= :reached and pg_visible_in_snapshot(tx, :reachedSnapshot::pg_snapshot), false)
                           order by id
                           limit :most
                        )
                        select order_id,
                               max(id) as newest,
                               count(*) as changes
                          from changes
                         group by order_id
                        """)
                        .param("snapshot", state.snapshot())
                        .param("reached", state.reached().event())
                        .param("reachedSnapshot", state.reached().snapshot()));
        long transfer = collect(orders, seen.transfer(), most, jdbc.sql("""
                select order_id,
                       id as newest,
                       1 as changes
                  from transfer
                 where id > :seen
                   and order_id is not null
                 order by id
                 limit :most
                """));
        long attempt = collect(orders, seen.attempt(), most, jdbc.sql("""
                select order_id,
                       id as newest,
                       1 as changes
                  from attempt
                 where id > :seen
                 order by id
                 limit :most
                """));
        return new Changed(orders, new Marks(event, transfer, attempt));
    }

    /** Adds the rows' orders; returns up to which id the rows were read, the greatest possible if all were. */
    private static long collect(SortedSet<Long> orders, long seen, int most, JdbcClient.StatementSpec changes) {
        long[] newest = {seen};
        long[] read = {0};
        changes.param("seen", seen).param("most", most).query(row -> {
            orders.add(row.getLong("order_id"));
            newest[0] = Math.max(newest[0], row.getLong("newest"));
            read[0] += row.getLong("changes");
        });
        return read[0] < most ? Long.MAX_VALUE : newest[0];
    }

    /** Where the slice ends that begins after an order: at its last order, or nowhere if it takes all the rest. */
    long sliceEnd(long after, int size) {
        return jdbc.sql("""
                select id
                  from orders
                 where id > :after
                 order by id
                offset :size - 1
                 limit 1
                """)
                .param("after", after)
                .param("size", size)
                .query(Long.class)
                .optional()
                .orElse(Long.MAX_VALUE);
    }

    /** The orders of a slice, those included that do not exist and are only spoken of. */
    List<Long> slice(long after, long to) {
        return jdbc.sql("""
                select id
                  from orders
                 where id > :after
                   and id <= :to
                 union
                select order_id
                  from transfer
                 where order_id > :after
                   and order_id <= :to
                 union
                select order_id
                  from order_event
                 where order_id > :after
                   and order_id <= :to
                 union
                select order_id
                  from stock_code
                 where order_id > :after
                   and order_id <= :to
                """)
                .param("after", after)
                .param("to", to)
                .query((row, _) -> row.getLong(1))
                .list();
    }

    /** The orders that something was found wrong with. */
    List<Long> found() {
        return jdbc.sql("""
                select distinct (subject ->> 'order_id')::bigint
                  from check_finding
                 where jsonb_exists(subject, 'order_id')
                """).query((row, _) -> row.getLong(1)).list();
    }

    /** @param readTo up to where changes were read; {@link Marks#END}: all were */
    record Changed(SortedSet<Long> orders, Marks readTo) {}
}
