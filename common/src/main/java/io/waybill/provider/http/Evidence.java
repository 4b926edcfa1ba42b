package io.waybill.provider.http;

import io.waybill.provider.Outcome.Exchange;
import io.waybill.provider.ProviderAccount;
import io.waybill.provider.Purchase;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What was sent and answered, as a person may see it: no key, no code, the recipient masked. Of a readable answer only
 * known fields keep their values, since a code may stand in any other; an unreadable one loses all that looks like a
 * code.
 */
public final class Evidence {
    private static final int MAX_LENGTH = 2_048;
    private static final String MASK = "***";
    private static final int SHORTEST_SECRET = 3;
    /** Eight letters and digits or more with a digit among them; an order id is let through. */
    private static final Pattern LIKE_A_CODE = Pattern.compile(
            "(?<!order(_id)?\" ?: ?\"?)\\b(?=[A-Za-z0-9-]*[0-9])[A-Za-z0-9-]{8,}\\b", Pattern.CASE_INSENSITIVE);

    private static final Pattern UNCLEAN = Pattern.compile("[\\p{Cntrl}\\p{Cs}]+");
    private static final char DELETE = 0x7f;

    private static final Pattern FROM_CODES_ON =
            Pattern.compile("\"?(delivery|codes?|pins?|vouchers?|serials?)\"? ?:.*", Pattern.CASE_INSENSITIVE);

    private final String request;
    private final List<String> secrets;
    private final Predicate<String> harmless;
    private final Predicate<String> harmlessInRefusals;

    private Evidence(
            String request, List<String> secrets, Predicate<String> harmless, Predicate<String> harmlessInRefusals) {
        this.request = request;
        this.secrets = secrets;
        this.harmless = harmless;
        this.harmlessInRefusals = harmlessInRefusals;
    }

    /**
     * @param request as a person may see it
     * @param harmless fields of an answer that hold no code
     * @param harmlessInRefusals more of them where an answer says {@code "ok":false}
     */
    public static Evidence of(
            Purchase purchase,
            ProviderAccount account,
            String request,
            Set<String> harmless,
            Set<String> harmlessInRefusals) {
        List<String> secrets = new ArrayList<>();
        secrets.add(account.apiKey());
        if (purchase.playerId() != null) {
            secrets.add(purchase.playerId());
        }
        secrets.addAll(purchase.checkout().values());
        secrets.addAll(secrets.stream().map(Evidence::escaped).toList());
        secrets.removeIf(secret -> secret.length() < SHORTEST_SECRET);
        secrets.sort(Comparator.comparingInt(String::length).reversed());
        return new Evidence(
                cut(clean(request)), secrets, Set.copyOf(harmless)::contains, Set.copyOf(harmlessInRefusals)::contains);
    }

    /** The request that got no answer, or only the beginning of one. */
    public Exchange broken(int status, Reply.Body beginning, String why) {
        String seen = beginning.isEmpty() ? "" : ": " + unreadable(beginning.text());
        return new Exchange(request, status, cut("(" + hidden(clean(why)) + ")" + seen));
    }

    public Exchange unanswered(String why) {
        return broken(0, Reply.Body.NONE, why);
    }

    /** @param json the answer if it could be read */
    public Exchange answered(int status, Reply.Body body, @Nullable JsonNode json) {
        return new Exchange(request, status, cut(json == null ? unreadable(body.text()) : readable(json)));
    }

    private String readable(JsonNode json) {
        boolean refused = json.path("ok").isBoolean() && !json.path("ok").booleanValue();
        return clean(harmless(json, refused).toString());
    }

    private JsonNode harmless(JsonNode node, boolean refused) {
        if (node instanceof ObjectNode object) {
            ObjectNode copy = ProviderJson.mapper().createObjectNode();
            object.properties().forEach(field -> {
                boolean shown = harmless.test(field.getKey()) || (refused && harmlessInRefusals.test(field.getKey()));
                String name = unreadable(field.getKey());
                copy.set(name, shown ? harmless(field.getValue(), refused) : copy.stringNode(MASK));
            });
            return copy;
        }
        if (node instanceof ArrayNode array) {
            ArrayNode copy = ProviderJson.mapper().createArrayNode();
            array.forEach(element -> copy.add(harmless(element, refused)));
            return copy;
        }
        return node.isString()
                ? ProviderJson.mapper().createObjectNode().stringNode(hidden(clean(node.stringValue())))
                : node;
    }

    private String unreadable(String text) {
        String hidden = hidden(clean(text));
        String shorter = hidden.substring(0, Math.min(hidden.length(), 8 * MAX_LENGTH));
        String codeless = FROM_CODES_ON.matcher(shorter).replaceFirst("$1: " + MASK);
        return LIKE_A_CODE.matcher(codeless).replaceAll(MASK);
    }

    /** The text without the key and what the purchase says. */
    public String hidden(String text) {
        String hidden = text;
        for (String secret : secrets) {
            hidden = hidden.replace(clean(secret), MASK);
        }
        return hidden;
    }

    /** As it stands in JSON that broke off. */
    private static String escaped(String text) {
        String quoted = ProviderJson.mapper().writeValueAsString(text);
        return quoted.substring(1, quoted.length() - 1);
    }

    /** Enough to recognise one's own recipient by, and no more. */
    public static String masked(String value) {
        return value.length() < 8 ? MASK : value.substring(0, 2) + MASK + value.substring(value.length() - 2);
    }

    /** One line that every database and terminal takes. */
    public static String clean(String text) {
        for (int i = 0; i < text.length(); i++) {
            // Nearly all text of a large catalog is clean, and seen to be so without a search for the pattern.
            char c = text.charAt(i);
            if (c < ' ' || c == DELETE || Character.isSurrogate(c)) {
                return UNCLEAN.matcher(text).replaceAll(" ");
            }
        }
        return text;
    }

    private static String cut(String text) {
        return text.length() <= MAX_LENGTH ? text : clean(text.substring(0, MAX_LENGTH)) + "…";
    }
}
