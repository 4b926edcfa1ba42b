package io.waybill.simulator.book;

import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** An entry as one line of JSON, and back. */
final class JournalLine {

    private static final JsonMapper JSON = JsonMapper.shared();

    private JournalLine() {}

    static String write(Entry entry) {
        return JSON.writeValueAsString(
                switch (entry) {
                    case Purchase purchase -> purchase(purchase);
                    case Adjustment adjustment -> adjustment(adjustment);
                    case Refund refund -> refund(refund);
                });
    }

    /** @throws RuntimeException of any kind when the line is no entry */
    static Entry read(String line) {
        JsonNode node = JSON.readTree(line);
        String type = text(node, "type");
        return switch (type) {
            case "purchase" -> purchase(node);
            case "adjustment" -> adjustment(node);
            case "refund" -> refund(node);
            default -> throw new IllegalArgumentException("unknown entry type " + type);
        };
    }

    private static ObjectNode purchase(Purchase purchase) {
        Wish wish = purchase.wish();
        return JSON.createObjectNode()
                .put("type", "purchase")
                .put("order_id", purchase.orderId())
                .put("at", purchase.at().toString())
                .put("account", wish.account())
                .put("item_id", wish.itemId())
                .put("quantity", wish.quantity())
                .put("recipient", wish.recipient())
                .put("price", wish.price().toPlainString())
                .put("amount", wish.amount().toPlainString())
                .put("charged_usd", wish.charge().toString())
                .put("idempotency_key", wish.idempotencyKey())
                .put("external_ref", wish.externalRef())
                .put("behaviour", wish.behaviour());
    }

    private static Purchase purchase(JsonNode node) {
        Wish wish = new Wish(
                text(node, "account"),
                text(node, "item_id"),
                node.required("quantity").longValue(),
                text(node, "recipient"),
                new BigDecimal(text(node, "price")),
                new BigDecimal(text(node, "amount")),
                Usd.of(text(node, "charged_usd")),
                textOrNull(node, "idempotency_key"),
                textOrNull(node, "external_ref"),
                text(node, "behaviour"));
        return new Purchase(node.required("order_id").longValue(), Instant.parse(text(node, "at")), wish);
    }

    private static ObjectNode adjustment(Adjustment adjustment) {
        return JSON.createObjectNode()
                .put("type", "adjustment")
                .put("at", adjustment.at().toString())
                .put("account", adjustment.account())
                .put("amount_usd", adjustment.amount().toString());
    }

    private static Adjustment adjustment(JsonNode node) {
        return new Adjustment(Instant.parse(text(node, "at")), text(node, "account"), Usd.of(text(node, "amount_usd")));
    }

    private static ObjectNode refund(Refund refund) {
        return JSON.createObjectNode()
                .put("type", "refund")
                .put("at", refund.at().toString())
                .put("order_id", refund.orderId())
                .put("amount_usd", refund.amount().toString())
                .put("canceled", refund.canceled());
    }

    private static Refund refund(JsonNode node) {
        return new Refund(
                Instant.parse(text(node, "at")),
                node.required("order_id").longValue(),
                Usd.of(text(node, "amount_usd")),
                node.required("canceled").booleanValue());
    }

    private static String text(JsonNode node, String field) {
        return node.required(field).stringValue();
    }

    private static @Nullable String textOrNull(JsonNode node, String field) {
        JsonNode value = node.path(field);
        return value.isString() ? value.stringValue() : null;
    }
}
