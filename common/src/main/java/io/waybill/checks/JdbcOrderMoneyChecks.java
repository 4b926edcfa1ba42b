package io.waybill.checks;

import java.util.List;
import java.util.Map;

/** What must hold between each order and the ledger. */
final class JdbcOrderMoneyChecks {
    private final JdbcViolations violations;

    JdbcOrderMoneyChecks(JdbcViolations violations) {
        this.violations = violations;
    }

    List<Check<Long[]>> list() {
        return List.of(
                new Check<>(
                        "order_charged_once",
                        "An order that a wallet pays is charged exactly once, with its amount, from its own wallet; no other is.",
                        this::chargedOnce),
                new Check<>(
                        "order_wallet",
                        "An order is paid from the wallet of its own account and mode.",
                        this::paidFromItsOwnWallet),
                new Check<>(
                        "order_refunds",
                        "What an order says was refunded equals its refunds, all to its own wallet.",
                        this::refundsAddUp),
                new Check<>(
                        "order_in_flight",
                        "An unfinished order has exactly its charge in flight, a final one nothing.",
                        this::nothingIsLeftInFlight),
                new Check<>(
                        "order_sold",
                        "Of a completed order the whole charge is sold; of a partial one, what was not refunded.",
                        this::sold),
                new Check<>(
                        "failed_refunded", "A failed or canceled order is refunded in full.", this::failedIsRefunded),
                new Check<>(
                        "refund_when_known",
                        "No order is refunded, or final, while it is not known whether it was bought.",
                        this::notRefundedWhileUnknown),
                new Check<>(
                        "transfer_order",
                        "A transfer of an order names one that exists, and its wallet.",
                        this::transfersNameTheirOrder));
    }

    private Found find(Long[] ids, String sql) {
        return violations.find(ids.length, JdbcViolations.OF_ORDER, sql, Map.of("ids", ids));
    }

    Found chargedOnce(Long[] ids) {
        return find(ids, """
                select o.id as order_id,
                       o.billing,
                       o.charged_micros,
                       t.charges,
                       t.transferred_micros
                  from unnest(:ids) as candidate (id)
                  join orders o on o.id = candidate.id
                 cross join lateral (select count(*) as charges,
                                            coalesce(sum(amount_micros), 0) as transferred_micros,
                                            count(*) filter (where wallet_id <> o.wallet_id) as strange
                                       from transfer
                                      where order_id = o.id
                                        and kind = 'charge') t
                 where t.charges <> case o.billing when 'wallet' then 1 else 0 end
                    or t.transferred_micros <> o.charged_micros
                    or t.strange > 0
                """);
    }

    Found paidFromItsOwnWallet(Long[] ids) {
        return find(ids, """
                select o.id as order_id,
                       o.account_id,
                       o.mode,
                       o.wallet_id,
                       w.account_id as wallet_account_id,
                       w.mode as wallet_mode
                  from unnest(:ids) as candidate (id)
                  join orders o on o.id = candidate.id
                  left join wallet w on w.id = o.wallet_id
                 where (w.account_id, w.mode) is distinct from (o.account_id, o.mode)
                """);
    }

    Found refundsAddUp(Long[] ids) {
        return find(ids, """
                select o.id as order_id,
                       o.status,
                       o.refunded_micros,
                       t.transferred_micros
                  from unnest(:ids) as candidate (id)
                  join orders o on o.id = candidate.id
                 cross join lateral (select coalesce(sum(amount_micros), 0) as transferred_micros,
                                            count(*) filter (where wallet_id <> o.wallet_id) as strange
                                       from transfer
                                      where order_id = o.id
                                        and kind = 'refund') t
                 where t.transferred_micros <> o.refunded_micros
                    or t.strange > 0
                """);
    }

    Found nothingIsLeftInFlight(Long[] ids) {
        return find(ids, """
                select o.id as order_id,
                       o.status,
                       o.charged_micros,
                       t.in_flight_micros
                  from unnest(:ids) as candidate (id)
                  join orders o on o.id = candidate.id
                 cross join lateral (select coalesce(sum(case 'in_flight'
                                                           when to_account then amount_micros
                                                           when from_account then -amount_micros
                                                           else 0
                                                         end), 0) as in_flight_micros
                                       from transfer
                                      where order_id = o.id) t
                 where t.in_flight_micros <> case when o.final_at is null then o.charged_micros else 0 end
                """);
    }

    /** A refund after the end comes out of the sales, and changes nothing here. */
    Found sold(Long[] ids) {
        return find(ids, """
                select o.id as order_id,
                       o.status,
                       o.charged_micros,
                       t.sold_micros,
                       t.refunded_micros
                  from unnest(:ids) as candidate (id)
                  join orders o on o.id = candidate.id
                 cross join lateral (select coalesce(sum(amount_micros) filter (where kind = 'sale'), 0) as sold_micros,
                                            coalesce(sum(amount_micros) filter (where kind = 'refund'
                                                                                  and from_account = 'in_flight'), 0)
                                              as refunded_micros
                                       from transfer
                                      where order_id = o.id) t
                 where o.status = 'completed' and t.sold_micros <> o.charged_micros
                    or o.status = 'partial' and t.sold_micros + t.refunded_micros <> o.charged_micros
                    or o.status not in ('completed', 'partial') and t.sold_micros <> 0
                """);
    }

    Found failedIsRefunded(Long[] ids) {
        return find(ids, """
                select o.id as order_id,
                       o.status,
                       o.charged_micros,
                       o.refunded_micros
                  from unnest(:ids) as candidate (id)
                  join orders o on o.id = candidate.id
                 where o.status in ('failed', 'canceled')
                   and o.refunded_micros <> o.charged_micros
                """);
    }

    Found notRefundedWhileUnknown(Long[] ids) {
        return find(ids, """
                select o.id as order_id,
                       o.status,
                       o.refunded_micros,
                       a.id as attempt_id,
                       a.state
                  from unnest(:ids) as candidate (id)
                  join orders o on o.id = candidate.id
                  join attempt a on a.order_id = o.id
                 where a.state in ('sending', 'unknown')
                   and (o.refunded_micros > 0 or o.final_at is not null)
                """);
    }

    Found transfersNameTheirOrder(Long[] ids) {
        return find(ids, """
                select candidate.id as order_id,
                       t.id as transfer_id,
                       t.kind,
                       t.amount_micros,
                       t.wallet_id,
                       o.wallet_id as order_wallet_id
                  from unnest(:ids) as candidate (id)
                  join transfer t on t.order_id = candidate.id
                  left join orders o on o.id = t.order_id
                 where o.id is null
                    or t.wallet_id <> o.wallet_id
                """);
    }
}
