package io.waybill.api.admin.failures;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;

import io.waybill.account.Mode;
import io.waybill.money.Usd;
import io.waybill.order.remedy.Remedy;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Reads the inbox. What filters and counts is all in the index {@code orders_failures}. */
final class JdbcFailures {
    private final JdbcClient jdbc;

    JdbcFailures(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** For the transaction that is under way: each filter gets the plan that fits its values, and none takes long. */
    void planForTheseValues() {
        jdbc.sql("""
                select set_config('plan_cache_mode', 'force_custom_plan', true),
                       set_config('jit', 'off', true),
                       set_config('statement_timeout', '10s', true)
                """).query().singleRow();
    }

    List<Placed> list(FailureFilter filter, Place after, int limit) {
        Map<String, Object> parameters = new HashMap<>();
        parameters.put("afterOrder", after.orderId());
        parameters.put("afterAttempt", after.attemptId());
        parameters.put("limit", limit);
        String conditions = conditions(filter, parameters);
        return jdbc.sql("with failure as ((select o.id as order_id, 0 as attempt_id from orders o"
                        + " where o.status in ('on_hold', 'failed')" + conditions + causes(filter, parameters) + """
                                       and o.id <= :afterOrder
                                       and (o.id < :afterOrder or :afterAttempt > 0)
                                     order by o.id desc
                                     limit :limit)
                                """
                        + lateSuccesses(filter, conditions) + """
                                ), page as (
                                  select order_id,
                                         attempt_id
                                    from failure
                                   order by order_id desc, attempt_id desc
                                   limit :limit
                                )
                                """ + SELECT_FAILURE)
                .params(parameters)
                .query(JdbcFailures::placed)
                .list();
    }

    private static String lateSuccesses(FailureFilter filter, String conditions) {
        if (!filter.isForLateSuccesses()) {
            return "";
        }
        return """
                union all
                (select l.order_id,
                        l.attempt_id
                   from late_success l
                   join orders o on o.id = l.order_id
                  where (l.order_id, l.attempt_id) < (:afterOrder, :afterAttempt)
                """ + conditions + """
                          order by l.order_id desc, l.attempt_id desc
                          limit :limit)
                        """;
    }

    private static final String SELECT_FAILURE = """
            select page.order_id,
                   page.attempt_id,
                   case
                     when l.attempt_id is null then coalesce(o.hold_reason, o.failure_code)
                     else 'late_success'
                   end as cause,
                   o.status,
                   o.version,
                   o.mode,
                   o.account_id,
                   a.email as account_email,
                   o.item_id,
                   o.item_name,
                   o.provider_id,
                   p.name as provider_name,
                   case when l.attempt_id is null then o.charged_micros else coalesce(l.cost_micros, 0) end as amount_micros,
                   o.created_at,
                   coalesce(l.found_at, o.final_at, o.updated_at) as since,
                   extract(epoch from now() - coalesce(l.found_at, o.final_at, o.updated_at))::bigint as age_seconds,
                   t.number,
                   t.state,
                   t.reason,
                   t.provider_order_id,
                   t.evidence -> 'answers' -> -1 ->> 'evidence' as note,
                   t.evidence -> 'answers' -> -1 ->> 'outcome' as outcome,
                   t.evidence -> 'answers' -> -1 ->> 'http_status' as http_status,
                   t.evidence -> 'answers' -> -1 ->> 'answer' as answer,
                   r.id as reordered_as
              from page
              join orders o on o.id = page.order_id
              join account a on a.id = o.account_id
              left join provider p on p.id = o.provider_id
              left join late_success l on l.attempt_id = page.attempt_id
              left join orders r on r.reorder_of = o.id
              left join lateral (select *
                                   from attempt
                                  where order_id = page.order_id
                                    and page.attempt_id in (0, id)
                                  order by number desc
                                  limit 1) t on true
             order by page.order_id desc, page.attempt_id desc
            """;

    /** The greatest groups first. */
    List<FailureGroup> groups(FailureFilter filter, int limit) {
        Map<String, Object> parameters = new HashMap<>();
        parameters.put("limit", limit);
        String conditions = conditions(filter, parameters);
        return jdbc.sql("""
                with grouped as (
                  select coalesce(o.hold_reason, o.failure_code) as cause,
                         o.mode,
                         o.provider_id,
                         o.item_id,
                         count(*) as count,
                         sum(o.charged_micros)::bigint as amount_micros,
                         min(o.created_at) as oldest_at
                    from orders o
                   where o.status in ('on_hold', 'failed')
                """ + conditions + causes(filter, parameters) + """
                           group by 1, 2, 3, 4
                        """ + groupsOfLateSuccesses(filter, conditions)
                        + """
                                )
                                select g.*,
                                       extract(epoch from now() - g.oldest_at)::bigint as oldest_seconds,
                                       p.name as provider_name,
                                       i.name as item_name
                                  from (select *
                                          from grouped
                                         order by count desc, cause, item_id, mode
                                         limit :limit) g
                                  join item i on i.id = g.item_id
                                  left join provider p on p.id = g.provider_id
                                 order by g.count desc, g.cause, g.item_id, g.mode
                                """)
                .params(parameters)
                .query(JdbcFailures::group)
                .list();
    }

    private static String groupsOfLateSuccesses(FailureFilter filter, String conditions) {
        if (!filter.isForLateSuccesses()) {
            return "";
        }
        return """
                union all
                select 'late_success',
                       o.mode,
                       o.provider_id,
                       o.item_id,
                       count(*),
                       coalesce(sum(l.cost_micros), 0)::bigint,
                       min(o.created_at)
                  from late_success l
                  join orders o on o.id = l.order_id
                 where true
                """ + conditions + """
                         group by 1, 2, 3, 4
                        """;
    }

    /** The oldest orders that a remedy may be for; when it is applied, each is decided on again. */
    List<Long> oldestFor(Remedy.Kind kind, FailureFilter filter, long after, int limit) {
        Map<String, Object> parameters = new HashMap<>();
        parameters.put("after", after);
        parameters.put("limit", limit);
        return jdbc.sql("select o.id from orders o where " + candidates(kind) + conditions(filter, parameters)
                        + causes(filter, parameters) + """
                                   and o.id > :after
                                 order by o.id
                                 limit :limit
                                """)
                .params(parameters)
                .query((row, _) -> row.getLong("id"))
                .list();
    }

    /** Those of the orders that there are. */
    Map<Mode, List<Long>> byMode(List<Long> orderIds) {
        return jdbc
                .sql("""
                        select id,
                               mode
                          from orders
                         where id = any (:orderIds)
                         order by id
                        """)
                .param("orderIds", orderIds.toArray(Long[]::new))
                .query((row, _) -> Map.entry(Mode.ofWire(row.getString("mode")), row.getLong("id")))
                .list()
                .stream()
                .collect(groupingBy(Map.Entry::getKey, TreeMap::new, mapping(Map.Entry::getValue, toList())));
    }

    private static String candidates(Remedy.Kind kind) {
        return switch (kind) {
            case RETRY -> HELD_AND_NOT_BOUGHT + " and o.source = 'provider'\n";
            case REFUND -> HELD_AND_NOT_BOUGHT;
            case RESOLVE -> "o.status = 'on_hold' and o.hold_reason in ('outcome_unknown', 'manual')\n";
            case REORDER -> """
                    o.status = 'failed'
                       and not exists (select from orders r where r.reorder_of = o.id)
                       and not exists (select from late_success l where l.order_id = o.id)
                    """;
        };
    }

    private static final String HELD_AND_NOT_BOUGHT = """
            o.status = 'on_hold'
               and o.hold_reason <> 'outcome_unknown'
               and not exists (select from attempt t where t.order_id = o.id and t.state <> 'not_bought')
            """;

    private static String conditions(FailureFilter filter, Map<String, Object> parameters) {
        StringBuilder sql = new StringBuilder("\n");
        add(sql, parameters, "o.provider_id = ", "providerId", filter.providerId());
        add(sql, parameters, "o.item_id = ", "itemId", filter.itemId());
        add(sql, parameters, "o.account_id = ", "accountId", filter.accountId());
        add(sql, parameters, "o.created_at >= ", "createdFrom", time(filter.from()));
        add(sql, parameters, "o.created_at < ", "createdTo", time(filter.to()));
        if (!filter.modes().isEmpty()) {
            sql.append(" and o.mode = any (:modes)\n");
            parameters.put("modes", filter.modes().stream().map(Mode::wire).toArray(String[]::new));
        }
        return sql.toString();
    }

    private static void add(
            StringBuilder sql, Map<String, Object> parameters, String condition, String name, @Nullable Object value) {
        if (value != null) {
            sql.append(" and ").append(condition).append(':').append(name).append('\n');
            parameters.put(name, value);
        }
    }

    private static String causes(FailureFilter filter, Map<String, Object> parameters) {
        if (filter.causes().isEmpty()) {
            return "";
        }
        if (filter.causes().equals(Set.of(Cause.LATE_SUCCESS))) {
            return " and false\n";
        }
        parameters.put("causes", filter.causes().stream().map(Cause::wire).toArray(String[]::new));
        return " and coalesce(o.hold_reason, o.failure_code) = any (:causes)\n";
    }

    private static @Nullable OffsetDateTime time(@Nullable Instant instant) {
        return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
    }

    private static Placed placed(ResultSet row, int index) throws SQLException {
        FailureRow failure = new FailureRow(
                row.getLong("order_id"),
                row.getString("cause"),
                row.getString("status"),
                row.getInt("version"),
                row.getString("mode"),
                row.getLong("account_id"),
                row.getString("account_email"),
                row.getLong("item_id"),
                row.getString("item_name"),
                row.getObject("provider_id", Long.class),
                row.getString("provider_name"),
                Usd.ofMicros(row.getLong("amount_micros")).toLongString(),
                instant(row, "created_at"),
                instant(row, "since"),
                row.getLong("age_seconds"),
                List.of(),
                lastAttempt(row),
                row.getObject("reordered_as", Long.class));
        return new Placed(failure, new Place(row.getLong("order_id"), row.getLong("attempt_id")));
    }

    private static FailureRow.@Nullable LastAttempt lastAttempt(ResultSet row) throws SQLException {
        String state = row.getString("state");
        if (state == null) {
            return null;
        }
        return new FailureRow.LastAttempt(
                row.getInt("number"),
                state,
                row.getString("reason"),
                row.getString("provider_order_id"),
                EvidenceLine.of(
                        row.getString("note"),
                        row.getString("outcome"),
                        row.getInt("http_status"),
                        row.getString("answer")));
    }

    private static FailureGroup group(ResultSet row, int index) throws SQLException {
        return new FailureGroup(
                row.getString("cause"),
                row.getString("mode"),
                row.getObject("provider_id", Long.class),
                row.getString("provider_name"),
                row.getLong("item_id"),
                row.getString("item_name"),
                row.getLong("count"),
                Usd.ofMicros(row.getLong("amount_micros")).toLongString(),
                instant(row, "oldest_at"),
                row.getLong("oldest_seconds"));
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }
}
