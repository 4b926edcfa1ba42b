package io.waybill.provider.panel;

import io.waybill.provider.Outcome;
import io.waybill.provider.Outcome.Bought;
import io.waybill.provider.Outcome.Delivery;
import io.waybill.provider.Outcome.Exchange;
import io.waybill.provider.Outcome.NotBought;
import io.waybill.provider.Outcome.NotBought.Reason;
import io.waybill.provider.Outcome.Unknown;
import io.waybill.provider.http.Evidence;
import io.waybill.provider.http.ProviderJson;
import io.waybill.provider.http.Reply;
import io.waybill.provider.http.RetryAfter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Says what a whole answer proves. Sold: status 200 and a body that says so and names the order. Not sold: a refusal on
 * the list below, by its word and a status that goes with it. Everything else proves nothing, a body that contradicts
 * itself above all.
 */
final class Verdict {
    private static final Set<String> DELIVERED = Set.of("completed", "delivered", "success");
    private static final Set<String> NOT_SOLD =
            Set.of("failed", "failure", "error", "rejected", "canceled", "cancelled", "refunded");

    private Verdict() {}

    static Outcome of(Reply.Answered answer, Evidence evidence, Instant now) {
        JsonNode json = ProviderJson.object(answer.body().open()).orElse(null);
        Exchange exchange = evidence.answered(answer.status(), answer.body(), json);
        if (json == null) {
            return unreadable(answer, exchange, now);
        }
        return says(json, "ok", true) ? sold(answer.status(), json, exchange) : refused(answer, json, exchange, now);
    }

    /**
     * 401 and 429 say by themselves that the request was not served; no other status does without a word of the store.
     */
    private static Outcome unreadable(Reply.Answered answer, Exchange exchange, Instant now) {
        return switch (answer.status()) {
            case 401 -> new NotBought(Reason.PROVIDER_DOWN, null, exchange);
            case 429 -> new NotBought(Reason.BUSY, RetryAfter.of(answer.headers(), now), exchange);
            default -> new Unknown("status " + answer.status() + " with a body that is no JSON object", exchange);
        };
    }

    private static Outcome sold(int status, JsonNode json, Exchange exchange) {
        String orderId = orderId(json);
        if (status != 200) {
            return new Unknown("ok:true with status " + status, exchange);
        }
        if (orderId == null) {
            return new Unknown("ok:true without an order_id", exchange);
        }
        if (!absent(json, "error")) {
            return new Unknown("ok:true with an error, order " + orderId, exchange);
        }
        String word = json.path("status").isString()
                ? json.path("status").stringValue().toLowerCase(Locale.ROOT)
                : "";
        if (NOT_SOLD.contains(word)) {
            return new Unknown("ok:true with status " + word + ", order " + orderId, exchange);
        }
        Bought.State state = DELIVERED.contains(word) ? Bought.State.DELIVERED : Bought.State.IN_PROGRESS;
        return new Bought(orderId, state, delivery(json.path("delivery")), exchange);
    }

    private static Outcome refused(Reply.Answered answer, JsonNode json, Exchange exchange, Instant now) {
        int status = answer.status();
        if (!says(json, "ok", false)) {
            return new Unknown("status " + status + " with a body that says neither ok:true nor ok:false", exchange);
        }
        if (!absent(json, "order_id")) {
            return new Unknown("a refusal that names an order, status " + status, exchange);
        }
        if (!absent(json, "charged") && !says(json, "charged", false)) {
            return new Unknown("a refusal that does not rule out a charge, status " + status, exchange);
        }
        Reason reason = reason(status, ProviderJson.word(json.get("error")), says(json, "charged", false));
        if (reason == null) {
            return new Unknown("status " + status + " is no definite refusal", exchange);
        }
        return new NotBought(reason, reason == Reason.BUSY ? RetryAfter.of(answer.headers(), now) : null, exchange);
    }

    /** The list of definite refusals; null if this is none of them. */
    private static @Nullable Reason reason(int status, @Nullable String error, boolean notCharged) {
        if (status == 429) {
            return Reason.BUSY;
        }
        boolean refusedByStatus = status >= 400 && status < 500 && status != 408;
        return switch (error) {
            case "out_of_stock" -> refusedByStatus ? Reason.OUT_OF_STOCK : null;
            case "validation" -> refusedByStatus ? Reason.INVALID_RECIPIENT : null;
            case "item_not_found" -> refusedByStatus ? Reason.ITEM_GONE : null;
            case "insufficient_balance" -> refusedByStatus ? Reason.NO_FUNDS : null;
            case "unauthorized", "forbidden", "not_found" -> refusedByStatus ? Reason.PROVIDER_DOWN : null;
            case "wallet_disabled" -> refusedByStatus || status == 503 ? Reason.PROVIDER_DOWN : null;
            case "unavailable" -> status == 503 && notCharged ? Reason.BUSY : null;
            case null, default -> status == 401 || status == 403 ? Reason.PROVIDER_DOWN : null;
        };
    }

    /** A number or a text that can be kept; null for anything else. */
    private static @Nullable String orderId(JsonNode json) {
        JsonNode node = json.path("order_id");
        String text =
                node.isIntegralNumber() || node.isString() ? node.asString().strip() : "";
        return text.isEmpty() || text.length() > 200 || !text.equals(Evidence.clean(text)) ? null : text;
    }

    /** The codes and the message that stand in it; null if there is nothing. */
    static @Nullable Delivery delivery(JsonNode node) {
        List<String> codes = new ArrayList<>();
        for (JsonNode code : node.path("codes")) {
            String text = ProviderJson.scalar(code);
            if (text != null && !text.isBlank()) {
                codes.add(text);
            }
        }
        String message = ProviderJson.scalar(node.get("message"));
        return codes.isEmpty() && message == null ? null : new Delivery(codes, message);
    }

    private static boolean says(JsonNode json, String name, boolean value) {
        JsonNode node = json.path(name);
        return node.isBoolean() && node.booleanValue() == value;
    }

    private static boolean absent(JsonNode json, String name) {
        JsonNode node = json.path(name);
        return node.isMissingNode() || node.isNull();
    }
}
