package io.waybill.provider.smm;

import io.waybill.provider.Cancellation;
import io.waybill.provider.PurchaseState;
import io.waybill.provider.PurchaseState.Canceled;
import io.waybill.provider.PurchaseState.Delivered;
import io.waybill.provider.PurchaseState.NotFound;
import io.waybill.provider.PurchaseState.Partly;
import io.waybill.provider.PurchaseState.Pieces;
import io.waybill.provider.PurchaseState.Unclear;
import io.waybill.provider.PurchaseState.Working;
import io.waybill.provider.http.ProviderJson;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Says what an order of a panel has come to, by its status word. Words are compared without case; one that is not known
 * is not final. What is kept of an answer are the fields of the protocol, and of them only what is a number or a word.
 */
final class StateAnswer {
    private static final String WORD = "[A-Za-z_ ]{1,40}";
    private static final String NUMBER = "-?[0-9]{1,20}(\\.[0-9]{1,10})?";
    private static final Map<String, String> KEPT =
            Map.of("status", WORD, "currency", "[A-Z]{3}", "charge", NUMBER, "start_count", NUMBER, "remains", NUMBER);

    private StateAnswer() {}

    /** @param order what was said of one order */
    static PurchaseState state(JsonNode order) {
        String answer = kept(order);
        if (order.has("error")) {
            return order.has("status") ? new Unclear("an error and a status", answer) : notFound(order, answer);
        }
        if (!order.path("status").isString()) {
            return new Unclear("no status", answer);
        }
        String word = order.path("status").stringValue().strip().toLowerCase(Locale.ROOT);
        return switch (word) {
            case "completed" -> new Delivered(null, answer);
            case "canceled", "cancelled" -> canceled(order, answer);
            case "partial" -> partial(order, answer);
            default -> new Working(answer); // pending, processing, in progress, and what nobody knows
        };
    }

    private static PurchaseState notFound(JsonNode order, String answer) {
        return saysNoSuchOrder(order) ? new NotFound(answer) : new Unclear("an error that is not about the id", answer);
    }

    static boolean saysNoSuchOrder(@Nullable JsonNode said) {
        String error = SmmJson.error(said);
        return error != null && error.strip().toLowerCase(Locale.ROOT).matches("incorrect order( id)?\\.?");
    }

    /** The pieces of the whole order are known to whoever made it, and are not repeated. */
    private static PurchaseState partial(JsonNode order, String answer) {
        BigDecimal remains = number(order, "remains");
        return remains == null || remains.signum() < 0
                ? new Unclear("partial, without saying how much", answer)
                : new Partly(null, new Pieces(remains), answer);
    }

    /**
     * Panels call off what they have begun, too: then {@code remains} says how much they have not done. Nothing that
     * remains is what a row says that was emptied, its charge with it; or else that all was done.
     */
    private static PurchaseState canceled(JsonNode order, String answer) {
        BigDecimal remains = number(order, "remains");
        if (remains == null) {
            return new Canceled(null, answer);
        }
        if (remains.signum() > 0) {
            return new Canceled(new Pieces(remains), answer);
        }
        BigDecimal charge = number(order, "charge");
        return remains.signum() == 0 && charge != null && charge.signum() == 0
                ? new Canceled(null, answer)
                : new Unclear("canceled, and yet nothing remains", answer);
    }

    private static @Nullable BigDecimal number(JsonNode order, String name) {
        String text = ProviderJson.scalar(order.get(name));
        return text == null ? null : ProviderJson.decimal(text).orElse(null);
    }

    /**
     * What is said of one order in {@code [{"order":9,"cancel":1}]}. 1 is a request that was taken; an error there is
     * one that was not, and what becomes of the order its state will tell.
     */
    static Cancellation cancellation(int status, @Nullable JsonNode said, String orderId) {
        String answer = "status " + status;
        if (status != 200 || said == null || !said.isArray() || said.size() != 1) {
            return new Cancellation.Unknown("no list of one answer", answer);
        }
        JsonNode row = said.get(0);
        JsonNode cancel = row.path("cancel");
        if (!orderId.equals(SmmJson.orderId(row.get("order")))) {
            return new Cancellation.Unknown("the answer is about another order", answer);
        }
        if ("1".equals(ProviderJson.scalar(cancel))) {
            return new Cancellation.Taken(answer + " cancel 1");
        }
        return SmmJson.error(cancel) != null
                ? new Cancellation.Refused(answer + " cancel error")
                : new Cancellation.Unknown("neither taken nor refused", answer);
    }

    private static String kept(JsonNode order) {
        ObjectNode kept = ProviderJson.mapper().createObjectNode();
        KEPT.forEach((name, form) -> {
            String text = ProviderJson.scalar(order.get(name));
            if (text != null) {
                kept.put(name, text.matches(form) ? text : "***");
            }
        });
        if (order.has("error")) {
            kept.put("error", saysNoSuchOrder(order) ? "Incorrect order ID" : "***");
        }
        return kept.toString();
    }
}
