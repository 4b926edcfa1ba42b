package io.waybill.order;

import static io.waybill.query.Rows.instant;
import static io.waybill.query.Rows.instantOrNull;

import io.waybill.account.Mode;
import io.waybill.catalog.Billing;
import io.waybill.catalog.Source;
import io.waybill.money.Usd;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Reads rows of {@code orders}, and writes the values that are kept as JSON in them. */
public final class OrderRows {
    /** The columns of {@code orders o} that {@link #order} reads. */
    public static final String COLUMNS = """
            o.id, o.account_id, o.wallet_id, o.mode, o.item_id, o.item_name, o.source, o.billing, o.provider_id, o.external_id,
            o.quantity, o.player_id, o.checkout, o.external_ref, o.charged_micros, o.refunded_micros, o.amount, o.currency,
            o.status, o.hold_reason, o.failure_code, o.due_at, o.retries, o.version, o.created_at, o.updated_at, o.final_at
            """;

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final TypeReference<Map<String, String>> CHECKOUT = new TypeReference<>() {};

    private OrderRows() {}

    public static Order order(ResultSet row, int index) throws SQLException {
        return new Order(
                row.getLong("id"),
                row.getLong("account_id"),
                row.getLong("wallet_id"),
                Mode.ofWire(row.getString("mode")),
                row.getLong("item_id"),
                row.getString("item_name"),
                Source.ofWire(row.getString("source")),
                Billing.ofWire(row.getString("billing")),
                row.getObject("provider_id", Long.class),
                row.getString("external_id"),
                row.getInt("quantity"),
                row.getString("player_id"),
                checkout(row.getString("checkout")),
                row.getString("external_ref"),
                Usd.ofMicros(row.getLong("charged_micros")),
                Usd.ofMicros(row.getLong("refunded_micros")),
                row.getBigDecimal("amount"),
                row.getString("currency"),
                OrderStatus.ofWire(row.getString("status")),
                holdReason(row.getString("hold_reason")),
                failureCode(row.getString("failure_code")),
                instantOrNull(row, "due_at"),
                row.getInt("retries"),
                row.getInt("version"),
                instant(row, "created_at"),
                instant(row, "updated_at"),
                instantOrNull(row, "final_at"));
    }

    public static String checkoutJson(Map<String, String> checkout) {
        return checkout.isEmpty() ? "{}" : JSON.writeValueAsString(checkout);
    }

    private static Map<String, String> checkout(String json) {
        return "{}".equals(json) ? Map.of() : JSON.readValue(json, CHECKOUT);
    }

    private static @Nullable HoldReason holdReason(@Nullable String word) {
        return word == null ? null : HoldReason.ofWire(word);
    }

    private static @Nullable FailureCode failureCode(@Nullable String word) {
        return word == null ? null : FailureCode.ofWire(word);
    }
}
