package io.waybill.api.placing;

import io.waybill.account.ApiKey;
import io.waybill.api.http.Exchange;
import io.waybill.api.http.RefusedException;
import io.waybill.api.input.Fields;
import io.waybill.api.input.IdempotencyKeys;
import io.waybill.error.FieldError;
import io.waybill.error.Refusal;
import io.waybill.order.placing.OrderRequest;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Turns JSON into an {@link OrderRequest}; what the item, its price, stock or the wallet say to it is not asked here.
 */
final class OrderRequests {
    private static final int MAX_TEXT = 255;
    private static final int MAX_CHECKOUT_FIELDS = 50;
    private static final int MAX_CHECKOUT_VALUE = 2000;
    private static final int MAX_MASKED = 2000;
    private static final int MAX_UNKNOWN = 20;
    private static final int MAX_NAME = 64;

    private OrderRequests() {}

    /** A body as it was read: a request, or what is wrong with it. */
    record Parsed(
            @Nullable OrderRequest request, List<FieldError> errors, List<String> warnings, Exchange.Subject subject) {
        /** @throws RefusedException 400 if anything is wrong */
        OrderRequest orThrow() {
            if (request == null) {
                throw new RefusedException(Refusal.invalid(errors));
            }
            return request;
        }

        /** The warnings, of checkout values too that an order leaves out: its item has no such fields. */
        List<String> warningsFor(Map<String, String> kept) {
            if (request == null) {
                return warnings;
            }
            Stream<String> leftOut = request.checkout().entrySet().stream()
                    .filter(value -> !value.getValue().isBlank() && !kept.containsKey(value.getKey()))
                    .map(value -> "unknown field checkout." + value.getKey())
                    .sorted();
            return Stream.concat(warnings.stream(), leftOut).limit(MAX_UNKNOWN).toList();
        }
    }

    /** A body with the key of its header. */
    static Parsed ofBody(ObjectNode body, ApiKey caller, @Nullable String idempotencyKey) {
        return parse(new Fields(body), body, caller, idempotencyKey);
    }

    /** An element of a batch: its own key, or else the one derived for it. */
    static Parsed ofElement(JsonNode element, ApiKey caller, @Nullable String derivedKey) {
        if (!(element instanceof ObjectNode object)) {
            FieldError error = new FieldError("orders", "type", "each element must be an object");
            return new Parsed(null, List.of(error), List.of(), Exchange.Subject.UNKNOWN);
        }
        Fields fields = new Fields(object);
        String own = fields.text("idempotency_key", IdempotencyKeys.MAX_LENGTH);
        return parse(fields, object, caller, own == null || own.isBlank() ? derivedKey : own);
    }

    private static Parsed parse(Fields fields, ObjectNode body, ApiKey caller, @Nullable String idempotencyKey) {
        Long itemId = fields.required("item_id", fields.integer("item_id", Long.MIN_VALUE, Long.MAX_VALUE));
        Long quantity = fields.integer("quantity", 1, Integer.MAX_VALUE);
        String playerId = fields.text("player_id", MAX_TEXT);
        Map<String, String> checkout = fields.texts("checkout", MAX_CHECKOUT_FIELDS, MAX_CHECKOUT_VALUE);
        String externalRef = fields.text("external_ref", MAX_TEXT);
        BigDecimal expectedPrice = fields.money("expected_price");
        Exchange.Subject subject = new Exchange.Subject(itemId, masked(body));
        if (itemId == null || !fields.errors().isEmpty()) {
            return new Parsed(null, fields.errors(), fields.warnings(), subject);
        }
        OrderRequest request = new OrderRequest(
                new OrderRequest.Buyer(caller.account().id(), caller.walletId(), caller.mode(), caller.id()),
                itemId,
                quantity == null ? 1 : quantity.intValue(),
                playerId,
                checkout,
                externalRef,
                expectedPrice,
                idempotencyKey);
        return new Parsed(request, List.of(), fields.warnings(), subject);
    }

    /** What may be kept of a body that is refused: no recipient, no value of a field that we don't know. */
    private static String masked(ObjectNode body) {
        ObjectNode kept = body.objectNode();
        for (String field : List.of("item_id", "quantity", "expected_price", "external_ref")) {
            JsonNode value = body.get(field);
            if (value != null && value.isValueNode()) {
                kept.set(field, value);
            }
        }
        if (body.has("player_id")) {
            kept.put("player_id", "***");
        }
        JsonNode checkout = body.get("checkout");
        if (checkout instanceof ObjectNode fields) {
            ObjectNode names = kept.putObject("checkout");
            fields.propertyNames().stream().limit(MAX_CHECKOUT_FIELDS).forEach(name -> names.put(name, "***"));
        }
        String text = kept.toString();
        return text.length() <= MAX_MASKED ? text : text.substring(0, MAX_MASKED);
    }

    static List<JsonNode> elements(ObjectNode envelope, int max) {
        JsonNode orders = envelope.get("orders");
        if (orders == null || !orders.isArray()) {
            throw new RefusedException(
                    Refusal.invalid("orders", orders == null ? "required" : "type", "must be a list of orders"));
        }
        if (orders.isEmpty() || orders.size() > max) {
            throw new RefusedException(Refusal.invalid("orders", "range", "must have 1 to " + max + " orders"));
        }
        return Collections.unmodifiableList(orders.valueStream().toList());
    }

    static List<String> unknownIn(ObjectNode envelope) {
        return envelope.propertyNames().stream()
                .filter(name -> !name.equals("orders"))
                .limit(MAX_UNKNOWN)
                .map(name -> "unknown field " + (name.length() <= MAX_NAME ? name : name.substring(0, MAX_NAME)))
                .toList();
    }
}
