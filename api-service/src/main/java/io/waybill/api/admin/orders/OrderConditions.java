package io.waybill.api.admin.orders;

import io.waybill.account.Mode;
import io.waybill.catalog.Billing;
import io.waybill.catalog.Source;
import io.waybill.order.FailureCode;
import io.waybill.order.HoldReason;
import io.waybill.order.OrderStatus;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Conditions on {@code orders o}, only those that are asked for, with their parameters. Not thread-safe. */
final class OrderConditions {
    private final StringBuilder sql = new StringBuilder();
    private final Map<String, Object> parameters;
    private final Lead lead;
    private final Reading reading;

    OrderConditions(Map<String, Object> parameters, Lead lead, Reading reading) {
        this.parameters = parameters;
        this.lead = lead;
        this.reading = reading;
    }

    String sql() {
        return sql.toString();
    }

    /** @param ofLead those that the index of the lead has: itself and the time; else all others */
    void of(OrderFilter filter, boolean ofLead) {
        if (ofLead) {
            ofLead(filter);
            return;
        }
        if (!filter.ids().isEmpty()) {
            sql.append(" and o.id = any (:ids)\n");
            parameters.put("ids", filter.ids().toArray(Long[]::new));
        }
        each(filter, (column, value) -> {
            if (!isOfLead(column)) {
                equal(column, value);
            }
        });
        several("mode", filter.modes(), Mode::wire);
        several("status", filter.statuses(), OrderStatus::wire);
        several("hold_reason", filter.holdReasons(), HoldReason::wire);
        several("failure_code", filter.failureCodes(), FailureCode::wire);
        several("source", filter.sources(), Source::wire);
        several("billing", filter.billings(), Billing::wire);
    }

    private void ofLead(OrderFilter filter) {
        each(filter, (column, value) -> {
            if (isOfLead(column)) {
                equal(column, value);
            }
        });
        time(" and o.created_at >= :createdFrom\n", "createdFrom", filter.createdFrom());
        time(" and o.created_at < :createdTo\n", "createdTo", filter.createdTo());
    }

    private boolean isOfLead(String column) {
        return lead.is(column) || (lead == Lead.ACCOUNT && column.equals("mode"));
    }

    /** The conditions that ask for one value. */
    private static void each(OrderFilter filter, BiConsumer<String, Object> condition) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        values.put("account_id", filter.accountId());
        values.put("mode", only(filter.modes(), Mode::wire));
        values.put("status", only(filter.statuses(), OrderStatus::wire));
        values.put("hold_reason", only(filter.holdReasons(), HoldReason::wire));
        values.put("failure_code", only(filter.failureCodes(), FailureCode::wire));
        values.put("item_id", filter.itemId());
        values.put("provider_id", filter.providerId());
        values.put("source", only(filter.sources(), Source::wire));
        values.put("billing", only(filter.billings(), Billing::wire));
        values.put("external_ref", filter.externalRef());
        values.forEach((column, value) -> {
            if (value != null) {
                condition.accept(column, value);
            }
        });
    }

    private static <T> @Nullable String only(Set<T> words, Function<T, String> wire) {
        return words.size() == 1 ? wire.apply(words.iterator().next()) : null;
    }

    /**
     * The lead is compared by a range of one value: then only its own index has the order of the list, while an
     * equality would let every other index have it too.
     */
    private void equal(String column, Object value) {
        boolean byRange = lead.is(column) && (reading != Reading.ALL_THAT_MATCH || lead == Lead.STATUS);
        String form = byRange ? " and o.%1$s >= :%1$s and o.%1$s <= :%1$s\n" : " and o.%1$s = :%1$s\n";
        sql.append(form.formatted(column));
        parameters.put(column, value);
    }

    private <T> void several(String column, Set<T> words, Function<T, String> wire) {
        if (words.size() > 1) {
            sql.append(" and o.%1$s = any (:%1$s)\n".formatted(column));
            parameters.put(column, words.stream().map(wire).toArray(String[]::new));
        }
    }

    private void time(String condition, String name, @Nullable Instant time) {
        if (time != null) {
            sql.append(condition);
            parameters.put(name, time.atOffset(ZoneOffset.UTC));
        }
    }
}
