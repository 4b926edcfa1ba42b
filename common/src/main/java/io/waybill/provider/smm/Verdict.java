package io.waybill.provider.smm;

import io.waybill.provider.Outcome;
import io.waybill.provider.Outcome.Bought;
import io.waybill.provider.Outcome.Exchange;
import io.waybill.provider.Outcome.NotBought;
import io.waybill.provider.Outcome.NotBought.Reason;
import io.waybill.provider.Outcome.Unknown;
import io.waybill.provider.http.Evidence;
import io.waybill.provider.http.ProviderJson;
import io.waybill.provider.http.Reply;
import io.waybill.provider.http.RetryAfter;
import java.time.Instant;
import java.util.Locale;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Says what a whole answer to {@code add} proves. Sold: status 200 and an object that names the order and no error. Not
 * sold: an error of {@link RefusalText}, with status 200 or a 4xx, and no order beside it. 401 and 429 say by
 * themselves that the request was not served. Everything else proves nothing, a body that contradicts itself above all.
 */
final class Verdict {
    private static final Set<String> NOT_SOLD =
            Set.of("fail", "failed", "failure", "error", "rejected", "canceled", "cancelled", "refunded");

    private Verdict() {}

    /** @param form what was sent: a panel may repeat it, and then a text says what its buyer wanted it to say */
    static Outcome of(Reply.Answered answer, SmmForm form, Evidence evidence, Instant now) {
        JsonNode json = ProviderJson.object(answer.body().open()).orElse(null);
        Exchange exchange = evidence.answered(answer.status(), answer.body(), json);
        if (json != null && !absent(json, "order")) {
            return sold(answer.status(), json, exchange);
        }
        if (json != null && !absent(json, "charge")) {
            return new Unknown("no order, and yet a charge, status " + answer.status(), exchange);
        }
        return switch (answer.status()) {
            case 401 -> new NotBought(Reason.PROVIDER_DOWN, null, exchange);
            case 429 -> new NotBought(Reason.BUSY, RetryAfter.of(answer.headers(), now), exchange);
            default ->
                form.readsLikeARefusal()
                        ? new Unknown("what was sent reads like a refusal itself", exchange)
                        : refused(
                                answer.status(),
                                json,
                                form.canBeTakenOut() ? evidence::hidden : UnaryOperator.identity(),
                                exchange);
        };
    }

    private static Outcome sold(int status, JsonNode json, Exchange exchange) {
        String orderId = SmmJson.orderId(json.get("order"));
        if (status != 200) {
            return new Unknown("an order with status " + status, exchange);
        }
        if (orderId == null) {
            return new Unknown("an order that has no usable id", exchange);
        }
        if (!absent(json, "error") || NOT_SOLD.contains(word(json))) {
            return new Unknown("an error, and yet order " + orderId, exchange);
        }
        return new Bought(orderId, Bought.State.IN_PROGRESS, null, exchange);
    }

    private static Outcome refused(
            int status, @Nullable JsonNode json, UnaryOperator<String> withoutOurs, Exchange exchange) {
        if (json == null) {
            return new Unknown("status " + status + " with a body that is no JSON object", exchange);
        }
        boolean refusedByStatus = status == 200 || (status >= 400 && status < 500 && status != 408);
        JsonNode error = json.path("error");
        Reason reason =
                refusedByStatus && error.isString() ? RefusalText.reason(withoutOurs.apply(error.stringValue())) : null;
        return reason == null
                ? new Unknown("status " + status + " is no definite refusal", exchange)
                : new NotBought(reason, null, exchange);
    }

    private static String word(JsonNode json) {
        JsonNode status = json.path("status");
        return status.isString() ? status.stringValue().strip().toLowerCase(Locale.ROOT) : "";
    }

    private static boolean absent(JsonNode json, String name) {
        JsonNode node = json.path(name);
        return node.isMissingNode() || node.isNull();
    }
}
