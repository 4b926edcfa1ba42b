package io.waybill.order.placing;

import static io.waybill.query.Rows.instant;

import io.waybill.money.Usd;
import io.waybill.order.Order;
import io.waybill.order.OrderRows;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The statements by which orders come into being; each takes a whole batch. */
final class JdbcNewOrders {
    private final JdbcClient jdbc;

    JdbcNewOrders(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    List<Long> nextIds(int count) {
        return jdbc.sql("select nextval('order_id_seq') from generate_series(1, :count)")
                .param("count", count)
                .query((row, _) -> row.getLong(1))
                .list();
    }

    /** Those of the orders that exist, by id, each with what its wallet held after the charge. */
    Map<Long, Placement.Accepted> placed(Collection<Long> ids, boolean replayed) {
        if (ids.isEmpty()) {
            return Map.of();
        }
        Map<Long, Placement.Accepted> placed = new HashMap<>();
        jdbc.sql("select t.balance_after_micros, " + OrderRows.COLUMNS + """
                  from orders o
                  left join transfer t on t.order_id = o.id and t.kind = 'charge'
                 where o.id = any (:ids)
                """)
                .param("ids", ids.toArray(Long[]::new))
                .query((row, index) -> {
                    Long balanceAfter = row.getObject("balance_after_micros", Long.class);
                    return new Placement.Accepted(
                            OrderRows.order(row, index),
                            replayed,
                            balanceAfter == null ? null : Usd.ofMicros(balanceAfter));
                })
                .list()
                .forEach(accepted -> placed.put(accepted.order().id(), accepted));
        return placed;
    }

    /**
     * Writes the orders, each with the event that begins its timeline, and tells when that was. Their wallets must be
     * locked.
     */
    List<Order> insert(List<Draft> drafts) {
        Map<Long, Instant> createdAt = new HashMap<>();
        jdbc.sql("""
                with draft as (
                  select *
                    from unnest(:ids, :accountIds, :walletIds, :apiKeyIds, :modes, :itemIds, :itemNames, :sources,
                                :billings, :providerIds, :externalIds, :quantities, :playerIds, :checkouts,
                                :externalRefs, :prices, :charges, :amounts, :currencies, :rates, :statuses,
                                :holdReasons, :reorderOfs)
                      as d (id, account_id, wallet_id, api_key_id, mode, item_id, item_name, source,
                            billing, provider_id, external_id, quantity, player_id, checkout,
                            external_ref, price_micros, charged_micros, amount, currency, rate, status,
                            hold_reason, reorder_of)
                ), placed as (
                  insert into orders (id, account_id, wallet_id, api_key_id, mode, item_id, item_name, source,
                                      billing, provider_id, external_id, quantity, player_id, checkout,
                                      external_ref, price_micros, charged_micros, amount, currency, rate, status,
                                      hold_reason, reorder_of, due_at, final_at)
                  select id, account_id, wallet_id, api_key_id, mode, item_id, item_name, source,
                         billing, provider_id, external_id, quantity, player_id, checkout::jsonb,
                         external_ref, price_micros, charged_micros, amount, currency, rate, status,
                         hold_reason,
                         reorder_of,
                         case status when 'pending' then now() end,
                         case status when 'completed' then now() end
                    from draft
                  returning id, account_id, mode, version, status, hold_reason, reorder_of, created_at
                ), told as (
                  insert into order_event (order_id, account_id, mode, version, status, hold_reason, note)
                  select id, account_id, mode, version, status, hold_reason,
                         'Ordered anew by the store for order ' || reorder_of || '.'
                    from placed
                   order by id
                )
                select id,
                       created_at
                  from placed
                """).params(columns(drafts)).query(row -> {
            createdAt.put(row.getLong("id"), instant(row, "created_at"));
        });
        if (createdAt.size() != drafts.size()) {
            throw new IllegalStateException("placed " + createdAt.size() + " of " + drafts.size() + " orders");
        }
        return drafts.stream()
                .map(draft -> draft.placedAt(Objects.requireNonNull(createdAt.get(draft.orderId()))))
                .toList();
    }

    private static Map<String, Object> columns(List<Draft> drafts) {
        return Map.ofEntries(
                column("ids", drafts, Draft::orderId, Long[]::new),
                column("accountIds", drafts, draft -> draft.request().buyer().accountId(), Long[]::new),
                column("walletIds", drafts, Draft::walletId, Long[]::new),
                column("apiKeyIds", drafts, draft -> draft.request().buyer().apiKeyId(), Long[]::new),
                column("modes", drafts, draft -> draft.request().buyer().mode().wire(), String[]::new),
                column("itemIds", drafts, draft -> draft.item().id(), Long[]::new),
                column("itemNames", drafts, draft -> draft.item().name(), String[]::new),
                column("sources", drafts, draft -> draft.item().source().wire(), String[]::new),
                column("billings", drafts, draft -> draft.item().billing().wire(), String[]::new),
                column("providerIds", drafts, draft -> draft.item().providerId(), Long[]::new),
                column("externalIds", drafts, draft -> draft.item().externalId(), String[]::new),
                column("quantities", drafts, Draft::quantity, Integer[]::new),
                column("playerIds", drafts, draft -> draft.request().playerId(), String[]::new),
                column("checkouts", drafts, draft -> OrderRows.checkoutJson(draft.checkout()), String[]::new),
                column("externalRefs", drafts, draft -> draft.request().externalRef(), String[]::new),
                column("prices", drafts, draft -> draft.item().price().perUnit().micros(), Long[]::new),
                column("charges", drafts, draft -> draft.charge().micros(), Long[]::new),
                column("amounts", drafts, Draft::amount, BigDecimal[]::new),
                column("currencies", drafts, draft -> draft.rate().currency(), String[]::new),
                column("rates", drafts, draft -> draft.rate().perUsd(), BigDecimal[]::new),
                column("statuses", drafts, draft -> draft.firstStatus().wire(), String[]::new),
                column("holdReasons", drafts, Draft::firstHoldReasonWord, String[]::new),
                column("reorderOfs", drafts, draft -> draft.request().reorderOf(), Long[]::new));
    }

    private static <T extends @Nullable Object> Map.Entry<String, Object> column(
            String name, List<Draft> drafts, Function<Draft, T> value, IntFunction<T[]> array) {
        return Map.entry(name, drafts.stream().map(value).toArray(array));
    }
}
