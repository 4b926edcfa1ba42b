package io.waybill.attempt;

import static io.waybill.query.Rows.column;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;

final class JdbcAttemptsOfOrders implements Attempts {
    private final JdbcClient jdbc;

    JdbcAttemptsOfOrders(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public Map<Long, List<Attempt>> ofOrders(Collection<Long> orderIds) {
        return jdbc
                .sql("""
                        select id,
                               order_id,
                               number,
                               state
                          from attempt
                         where order_id = any (:orderIds)
                         order by order_id, number
                        """)
                .param("orderIds", orderIds.toArray(Long[]::new))
                .query((row, _) -> new Attempt(
                        row.getLong("id"),
                        row.getLong("order_id"),
                        row.getInt("number"),
                        AttemptState.ofWire(row.getString("state"))))
                .list()
                .stream()
                .collect(Collectors.groupingBy(Attempt::orderId));
    }

    @Override
    public void resolveUnknown(List<Ruling> rulings) {
        if (rulings.isEmpty()) {
            return;
        }
        int resolved = jdbc.sql("""
                update attempt a
                   set state = r.state,
                       reason = 'by_hand',
                       provider_order_id = coalesce(r.provider_order_id, a.provider_order_id),
                       evidence = jsonb_build_object(
                         'answers',
                         coalesce(a.evidence -> 'answers', '[]') || jsonb_build_object(
                           'send', a.sends,
                           'outcome', r.state,
                           'evidence', 'A person has ruled on it.',
                           'at', now())),
                       resolved_at = now()
                  from unnest(:ids, :states, :providerOrderIds) as r (id, state, provider_order_id)
                 where a.id = r.id
                   and a.state = 'unknown'
                """)
                .param("ids", column(rulings, Ruling::attemptId, Long[]::new))
                .param("states", column(rulings, ruling -> state(ruling).wire(), String[]::new))
                .param("providerOrderIds", column(rulings, Ruling::providerOrderId, String[]::new))
                .update();
        if (resolved != rulings.size()) {
            throw new IllegalStateException("resolved " + resolved + " of " + rulings.size() + " unknown attempts");
        }
    }

    @Override
    public void recordLateSuccesses(List<LateSuccess> cases) {
        jdbc.sql("""
                insert into late_success (attempt_id, order_id, cost_micros, note)
                select l.attempt_id,
                       o.id,
                       i.cost_micros * o.quantity / i.unit,
                       'The order was ' || o.status || ' ' || l.told
                  from unnest(:attemptIds, :orderIds, :told) as l (attempt_id, order_id, told)
                  join orders o on o.id = l.order_id
                  join item i on i.id = o.item_id
                    on conflict (attempt_id) do nothing
                """)
                .param("attemptIds", column(cases, LateSuccess::attemptId, Long[]::new))
                .param("orderIds", column(cases, LateSuccess::orderId, Long[]::new))
                .param("told", column(cases, LateSuccess::told, String[]::new))
                .update();
    }

    private static AttemptState state(Ruling ruling) {
        return ruling.bought() ? AttemptState.BOUGHT : AttemptState.NOT_BOUGHT;
    }
}
