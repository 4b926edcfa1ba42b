package io.waybill.order;

import io.waybill.secret.Sealed;
import io.waybill.secret.SecretBox;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** What orders bring, as it is kept: {@code {"codes":[...],"message":...}}, sealed for one order. Thread-safe. */
public final class Deliveries {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final SecretBox secretBox;

    public Deliveries(SecretBox secretBox) {
        this.secretBox = secretBox;
    }

    public Sealed seal(long orderId, List<String> codes, @Nullable String message) {
        Map<String, @Nullable Object> plain = new LinkedHashMap<>();
        plain.put("codes", codes);
        plain.put("message", message);
        return secretBox.seal(JSON.writeValueAsString(plain), "order:" + orderId);
    }

    /** For the order's owner only: never log it. */
    public Delivery open(long orderId, Sealed sealed) {
        return JSON.readValue(secretBox.open(sealed, "order:" + orderId), Delivery.class);
    }

    /** Codes, or a message, or both. */
    public record Delivery(List<String> codes, @Nullable String message) {
        public Delivery {
            codes = List.copyOf(codes);
        }

        @Override
        public String toString() {
            return "Delivery[" + codes.size() + " codes]";
        }
    }
}
