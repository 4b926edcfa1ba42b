package io.waybill.provider.panel;

import io.waybill.provider.Cancellation;
import io.waybill.provider.Outcome.Delivery;
import io.waybill.provider.PurchaseState;
import io.waybill.provider.PurchaseState.Canceled;
import io.waybill.provider.PurchaseState.Delivered;
import io.waybill.provider.PurchaseState.Failed;
import io.waybill.provider.PurchaseState.NotFound;
import io.waybill.provider.PurchaseState.Partly;
import io.waybill.provider.PurchaseState.Share;
import io.waybill.provider.PurchaseState.Unclear;
import io.waybill.provider.PurchaseState.Working;
import io.waybill.provider.http.ProviderJson;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Says what an order of a panel has come to, by its status word. Words are compared without case; one that is not on
 * the lists is not final. What is kept of an answer are a few fields that hold words and numbers, and nothing of them
 * that could be a code.
 */
final class StateAnswer {
    private static final Set<String> DELIVERED = Set.of("completed", "delivered", "success");
    private static final Set<String> FAILED = Set.of("failed", "failure", "rejected");
    private static final Set<String> CANCELED = Set.of("canceled", "cancelled", "refunded");
    private static final Set<String> WORDS =
            Set.of("status", "error", "currency", "hold_reason", "failure_code", "mode", "retry");
    private static final Set<String> NUMBERS =
            Set.of("order_id", "amount", "charged_usd", "refunded_usd", "quantity", "remains", "version", "item_id");
    private static final Set<String> FLAGS = Set.of("ok", "final", "charged");

    private StateAnswer() {}

    /** @param order an object that speaks of one order */
    static PurchaseState state(JsonNode order) {
        String answer = kept(order);
        String word = word(order);
        if (!isFinal(word)) {
            return new Working(answer);
        }
        if (order.path("final").isBoolean() && !order.path("final").booleanValue()) {
            return new Unclear("status " + word + " that is not final", answer);
        }
        if (DELIVERED.contains(word)) {
            return new Delivered(delivery(order), answer);
        }
        if (FAILED.contains(word)) {
            return new Failed(answer);
        }
        if (CANCELED.contains(word)) {
            return new Canceled(null, answer);
        }
        Share undelivered = undelivered(order);
        return undelivered == null
                ? new Unclear("partial, without saying how much", answer)
                : new Partly(delivery(order), undelivered, answer);
    }

    static PurchaseState notFound(int status, @Nullable JsonNode said) {
        return new NotFound("status " + status + (said == null ? "" : " " + kept(said)));
    }

    static Cancellation cancellation(int status, @Nullable JsonNode said) {
        String answer = "status " + status + (said == null ? "" : " " + kept(said));
        if (said == null) {
            return new Cancellation.Unknown("status " + status + " with a body that is no JSON object", answer);
        }
        if (status == 200 && says(said, true) && said.path("error").isMissingNode()) {
            return CANCELED.contains(word(said)) ? new Cancellation.Canceled(answer) : new Cancellation.Taken(answer);
        }
        if (status >= 400
                && status < 500
                && says(said, false)
                && "not_cancelable".equals(ProviderJson.word(said.get("error")))) {
            return new Cancellation.Refused(answer);
        }
        return new Cancellation.Unknown("status " + status + " is no definite answer", answer);
    }

    /** The order's id as text; null if there is none that can be compared. */
    static @Nullable String orderId(JsonNode order) {
        return ProviderJson.scalar(order.get("order_id"));
    }

    static boolean says(JsonNode json, boolean ok) {
        return json.path("ok").isBoolean() && json.path("ok").booleanValue() == ok;
    }

    private static boolean isFinal(String word) {
        return DELIVERED.contains(word) || FAILED.contains(word) || CANCELED.contains(word) || word.equals("partial");
    }

    private static String word(JsonNode order) {
        JsonNode status = order.path("status");
        return status.isString() ? status.stringValue().strip().toLowerCase(Locale.ROOT) : "";
    }

    /** By the money that came back, or else by the pieces that remain. */
    private static @Nullable Share undelivered(JsonNode order) {
        Share money = share(order, "refunded_usd", "charged_usd");
        return money == null ? share(order, "remains", "quantity") : money;
    }

    private static @Nullable Share share(JsonNode order, String part, String whole) {
        BigDecimal some = decimal(order, part);
        BigDecimal all = decimal(order, whole);
        if (some == null || all == null || all.signum() <= 0) {
            return null;
        }
        return some.signum() >= 0 && some.compareTo(all) <= 0 ? new Share(some, all) : null;
    }

    private static @Nullable BigDecimal decimal(JsonNode order, String name) {
        String text = ProviderJson.scalar(order.get(name));
        return text == null ? null : ProviderJson.decimal(text).orElse(null);
    }

    private static @Nullable Delivery delivery(JsonNode order) {
        return Verdict.delivery(order.path("delivery"));
    }

    private static String kept(JsonNode said) {
        ObjectNode kept = ProviderJson.mapper().createObjectNode();
        said.properties().forEach(field -> {
            String name = field.getKey();
            String text = ProviderJson.scalar(field.getValue());
            if (FLAGS.contains(name) && field.getValue().isBoolean()) {
                kept.put(name, field.getValue().booleanValue());
            } else if (WORDS.contains(name) && text != null) {
                kept.put(name, text.matches("[A-Za-z_ ]{1,40}") ? text : "***");
            } else if (NUMBERS.contains(name) && text != null) {
                kept.put(name, text.matches("[0-9]{1,20}(\\.[0-9]{1,10})?") ? text : "***");
            }
        });
        return kept.toString();
    }
}
