package io.waybill.checks;

import java.util.List;
import java.util.Map;

/** What must hold between each order, its purchases, its codes and its timeline. */
final class JdbcOrderGoodsChecks {
    private final JdbcViolations violations;

    JdbcOrderGoodsChecks(JdbcViolations violations) {
        this.violations = violations;
    }

    List<Check<Long[]>> list() {
        return List.of(
                new Check<>("bought_once", "No order is bought twice.", this::boughtOnce),
                new Check<>(
                        "failed_not_bought",
                        "A failed or canceled order was not bought, unless its provider called the purchase off or it is a late success.",
                        this::failedIsNotBought),
                new Check<>(
                        "completed_delivered",
                        "A completed order was bought, or got exactly as many codes as it asked for.",
                        this::completedIsDelivered),
                new Check<>(
                        "code_order",
                        "A code from stock is given to an order that exists, of the same item and mode, and delivered.",
                        this::codesAreGivenToTheirOrder),
                new Check<>(
                        "order_events",
                        "An order's events are numbered from 1 to its version without a gap, and the newest has its status.",
                        this::eventsFollowVersions));
    }

    private Found find(Long[] ids, String sql) {
        return violations.find(ids.length, JdbcViolations.OF_ORDER, sql, Map.of("ids", ids));
    }

    Found boughtOnce(Long[] ids) {
        return find(ids, """
                select o.id as order_id,
                       o.status,
                       a.bought
                  from unnest(:ids) as candidate (id)
                  join orders o on o.id = candidate.id
                 cross join lateral (select count(*) as bought
                                       from attempt
                                      where order_id = o.id
                                        and state = 'bought') a
                 where a.bought > 1
                """);
    }

    /** A provider that had begun to work on it may have called it off: the timeline says that it had. */
    Found failedIsNotBought(Long[] ids) {
        return find(ids, """
                select o.id as order_id,
                       o.status,
                       a.id as attempt_id,
                       a.provider_order_id
                  from unnest(:ids) as candidate (id)
                  join orders o on o.id = candidate.id
                  join attempt a on a.order_id = o.id
                 where o.status in ('failed', 'canceled')
                   and a.state = 'bought'
                   and not exists (select
                                     from late_success l
                                    where l.attempt_id = a.id)
                   and not exists (select
                                     from order_event e
                                    where e.order_id = o.id
                                      and e.status = 'in_progress')
                """);
    }

    /** A manual order is delivered by a person: nothing may be bought for it or taken from stock. */
    Found completedIsDelivered(Long[] ids) {
        return find(ids, """
                select o.id as order_id,
                       o.status,
                       o.source,
                       o.quantity,
                       a.bought,
                       c.codes
                  from unnest(:ids) as candidate (id)
                  join orders o on o.id = candidate.id
                 cross join lateral (select count(*) as bought
                                       from attempt
                                      where order_id = o.id
                                        and state = 'bought') a
                 cross join lateral (select count(*) as codes
                                       from stock_code
                                      where order_id = o.id) c
                 where o.status in ('completed', 'partial')
                   and case o.source
                         when 'provider' then a.bought = 0 or c.codes > 0
                         when 'stock' then c.codes <> o.quantity or a.bought > 0
                         else c.codes > 0 or a.bought > 0
                       end
                """);
    }

    Found codesAreGivenToTheirOrder(Long[] ids) {
        return find(ids, """
                select candidate.id as order_id,
                       c.id as stock_code_id,
                       c.item_id,
                       o.item_id as order_item_id,
                       o.status
                  from unnest(:ids) as candidate (id)
                  join stock_code c on c.order_id = candidate.id
                  left join orders o on o.id = c.order_id
                 where o.id is null
                    or (c.item_id, c.mode) is distinct from (o.item_id, o.mode)
                    or o.status not in ('completed', 'partial')
                """);
    }

    Found eventsFollowVersions(Long[] ids) {
        return find(ids, """
                select candidate.id as order_id,
                       o.version,
                       o.status,
                       e.events,
                       e.newest_version,
                       e.newest_status
                  from unnest(:ids) as candidate (id)
                  left join orders o on o.id = candidate.id
                 cross join lateral (select count(*) as events,
                                            min(version) as first_version,
                                            max(version) as newest_version,
                                            (array_agg(status order by version desc))[1] as newest_status
                                       from order_event
                                      where order_id = candidate.id) e
                 where case
                         when o.id is null then e.events > 0
                         else (e.events, e.first_version, e.newest_version, e.newest_status)
                              is distinct from
                              (o.version, 1, o.version, o.status)
                       end
                """);
    }
}
