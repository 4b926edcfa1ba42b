package io.waybill.provider.smm;

import io.waybill.provider.ProviderException;
import io.waybill.provider.http.Evidence;
import io.waybill.provider.http.ProviderJson;
import java.io.InputStream;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The small words of the answers of SMM panels, numbers and strings alike. */
final class SmmJson {
    private static final int LONGEST_ERROR = 200;

    /** What can stand in a list that is separated by commas. */
    private static final Pattern ORDER_ID = Pattern.compile("[A-Za-z0-9_-]{1,60}");

    private SmmJson() {}

    /** An order's id as text; null if there is none: zero is what some panels write for "no order". */
    static @Nullable String orderId(@Nullable JsonNode node) {
        String text = node != null && (node.isIntegralNumber() || node.isString())
                ? node.asString().strip()
                : "";
        return isOrderId(text) ? text : null;
    }

    static boolean isOrderId(String text) {
        return ORDER_ID.matcher(text).matches() && !text.matches("-?0+");
    }

    /** The text of {@code error}; null if there is none. */
    static @Nullable String error(@Nullable JsonNode json) {
        JsonNode error = json == null ? null : json.get("error");
        return error != null && error.isString() ? error.stringValue() : null;
    }

    /** No usable answer to a question; what a panel says of it is shown without the key. */
    static ProviderException refusal(String action, int status, @Nullable JsonNode said, String key) {
        String error = error(said);
        String shown = error == null
                ? "nothing that can be read"
                : Evidence.clean(error.substring(0, Math.min(error.length(), LONGEST_ERROR))
                        .replace(key, "***"));
        return new ProviderException(
                "The action " + action + " was not answered, but with status " + status + ": " + shown);
    }

    /** The answer as JSON; null if it can't be read. */
    static @Nullable JsonNode read(InputStream body) {
        return ProviderJson.value(body).orElse(null);
    }
}
