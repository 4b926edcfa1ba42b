package io.waybill.fulfillment.settle;

import io.waybill.order.Deliveries;
import io.waybill.provider.Outcome;
import io.waybill.provider.Outcome.Bought;
import io.waybill.provider.Outcome.Delivery;
import io.waybill.provider.Outcome.NotBought;
import io.waybill.provider.Outcome.Unknown;
import io.waybill.secret.Sealed;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Answers of providers as they are kept: evidence in JSON without a secret, what was delivered sealed. Thread-safe. */
final class Answers {
    private static final int MOST_CHARACTERS = 4096;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Deliveries deliveries;

    Answers(Deliveries deliveries) {
        this.deliveries = deliveries;
    }

    /** What was delivered, sealed for its order. */
    Sealed seal(long orderId, Delivery delivery) {
        return deliveries.seal(orderId, delivery.codes(), delivery.message());
    }

    /** The evidence of one sending. */
    String evidence(Finished finished) {
        return JSON.writeValueAsString(describe(finished));
    }

    /** The same for an answer that came too late, with what it delivered, sealed: it has no other place. */
    String lateEvidence(Finished finished) {
        Map<String, Object> description = describe(finished);
        if (finished.outcome() instanceof Bought bought && bought.delivery() != null) {
            Sealed sealed = seal(finished.orderId(), bought.delivery());
            description.put("delivery_sealed", Base64.getEncoder().encodeToString(sealed.toBytes()));
        }
        return JSON.writeValueAsString(description);
    }

    /** Bought, not bought and why, or unknown: one word, for rows and figures. */
    static String word(Outcome outcome) {
        return switch (outcome) {
            case Bought bought -> bought.state().name().toLowerCase(Locale.ROOT);
            case NotBought notBought -> notBought.reason().name().toLowerCase(Locale.ROOT);
            case Unknown _ -> "unknown";
        };
    }

    static @Nullable String reason(Outcome outcome) {
        return outcome instanceof NotBought ? word(outcome) : null;
    }

    static @Nullable String providerOrderId(Outcome outcome) {
        return outcome instanceof Bought bought ? storable(bought.providerOrderId()) : null;
    }

    private static Map<String, Object> describe(Finished finished) {
        Map<String, Object> description = new LinkedHashMap<>();
        description.put("send", finished.send());
        description.put("outcome", word(finished.outcome()));
        String providerOrderId = providerOrderId(finished.outcome());
        if (providerOrderId != null) {
            description.put("provider_order_id", providerOrderId);
        }
        if (finished.outcome() instanceof Unknown unknown) {
            description.put("evidence", storable(unknown.evidence()));
        }
        Outcome.Exchange exchange = finished.outcome().exchange();
        description.put("request", storable(exchange.request()));
        description.put("http_status", exchange.httpStatus());
        description.put("answer", storable(exchange.answer()));
        return description;
    }

    /** What PostgreSQL can keep of a text: no NUL, no half of a character, not too long. */
    private static String storable(String text) {
        StringBuilder kept = new StringBuilder(Math.min(text.length(), MOST_CHARACTERS));
        Objects.requireNonNull(text).codePoints().limit(MOST_CHARACTERS).forEach(point -> {
            boolean keepable = point != 0 && (point < Character.MIN_SURROGATE || point > Character.MAX_SURROGATE);
            kept.appendCodePoint(keepable ? point : '\uFFFD');
        });
        return kept.toString();
    }
}
