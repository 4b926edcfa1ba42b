package io.waybill.simulator;

import io.waybill.simulator.OrderReading.Invalid;
import io.waybill.simulator.OrderReading.Order;
import io.waybill.simulator.OrderReading.UnknownItem;
import io.waybill.simulator.behaviour.Behaviour;
import io.waybill.simulator.catalog.Catalog;
import io.waybill.simulator.catalog.CheckoutField;
import io.waybill.simulator.catalog.Item;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads the body of {@code POST /orders} as liberally as panels do: ids and quantities may be numbers or strings. */
final class OrderReader {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final int MAX_TEXT = 2_048;
    private static final long MAX_SMM_QUANTITY = 10_000_000;
    private static final String SMM_QUANTITY = "smm_quantity";

    private final Catalog catalog;

    OrderReader(Catalog catalog) {
        this.catalog = catalog;
    }

    OrderReading read(byte[] bytes) {
        JsonNode body = tree(bytes);
        if (body == null || !body.isObject()) {
            return new Invalid("body", "unreadable", "The body is no JSON object.");
        }
        String id = text(body.path("item_id"));
        if (id == null) {
            return new Invalid("item_id", "required", "item_id is missing.");
        }
        Optional<Item> item = catalog.find(id);
        if (item.isEmpty()) {
            return new UnknownItem();
        }
        return read(item.get(), body);
    }

    private static OrderReading read(Item item, JsonNode body) {
        JsonNode checkout = body.path("checkout");
        Invalid missing = missing(item, body, checkout);
        if (missing != null) {
            return missing;
        }
        long quantity = number(body.path("quantity"), 1);
        if (quantity < 1 || quantity > item.maxQuantity()) {
            return new Invalid("quantity", "out_of_range", "quantity is between 1 and " + item.maxQuantity() + ".");
        }
        long pieces = item.unit() == 1 ? 1 : number(checkout.path(SMM_QUANTITY), item.unit());
        if (pieces < 1 || pieces > MAX_SMM_QUANTITY) {
            return new Invalid(SMM_QUANTITY, "out_of_range", "smm_quantity is between 1 and " + MAX_SMM_QUANTITY + ".");
        }
        return order(item, quantity * pieces, recipients(body, checkout), text(body.path("external_ref")));
    }

    private static @Nullable Invalid missing(Item item, JsonNode body, JsonNode checkout) {
        if (item.fields().isEmpty()) {
            return text(body.path("player_id")) == null
                    ? new Invalid("player_id", "required", "player_id is missing.")
                    : null;
        }
        for (CheckoutField field : item.fields()) {
            if (field.required() && text(checkout.path(field.name())) == null) {
                return new Invalid("checkout." + field.name(), "required", field.label() + " is missing.");
            }
        }
        return null;
    }

    private static Order order(Item item, long pieces, List<String> recipients, @Nullable String externalRef) {
        for (String recipient : recipients) {
            Optional<Behaviour> asked = Behaviour.askedBy(recipient);
            if (asked.isPresent()) {
                return new Order(item, pieces, recipient, asked.get(), externalRef);
            }
        }
        return new Order(item, pieces, recipients.isEmpty() ? "" : recipients.getFirst(), Behaviour.OK, externalRef);
    }

    private static List<String> recipients(JsonNode body, JsonNode checkout) {
        List<String> recipients = new ArrayList<>();
        String player = text(body.path("player_id"));
        if (player != null) {
            recipients.add(player);
        }
        for (JsonNode value : checkout.values()) {
            String text = text(value);
            if (text != null) {
                recipients.add(text);
            }
        }
        return recipients;
    }

    private static @Nullable JsonNode tree(byte[] bytes) {
        try {
            return JSON.readTree(bytes);
        } catch (JacksonException _) {
            return null;
        }
    }

    /** A string that says something, or a number as text. */
    private static @Nullable String text(JsonNode node) {
        if (node.isString() || node.isNumber()) {
            String text = node.asString();
            return text.isBlank() || text.length() > MAX_TEXT ? null : text;
        }
        return null;
    }

    /** A whole number, also as a string; -1 for anything else. */
    private static long number(JsonNode node, long absent) {
        if (node.isMissingNode() || node.isNull()) {
            return absent;
        }
        String text = text(node);
        return text != null && text.matches("[0-9]{1,9}") ? Long.parseLong(text) : -1;
    }
}
