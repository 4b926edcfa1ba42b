package io.waybill.provider.smm;

import io.waybill.provider.Purchase;
import io.waybill.provider.http.Evidence;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What is to be bought as the fields of {@code add}: a checkout field {@code smm_link} is {@code link} there.
 *
 * @param written by the buyer, sent or not
 * @param fault why it can't be sent, and must not be
 */
record SmmForm(
        Map<String, String> fields,
        List<String> written,
        @Nullable String fault) {
    static final String LINK = "smm_link";
    static final String PIECES = "smm_quantity";

    /**
     * Those that are sent, the prefix left out. {@code runs} and {@code interval} are not among them: they multiply a
     * purchase that was priced once.
     */
    private static final Set<String> SENT =
            Set.of(LINK, PIECES, "smm_username", "smm_hashtag", "smm_media", "smm_answer_number");

    private static final Pattern NO_PLAIN_WORDS = Pattern.compile("(?=.*[0-9/@])\\S+");

    static SmmForm of(Purchase purchase) {
        Map<String, String> checkout = new TreeMap<>(purchase.checkout());
        if (purchase.playerId() != null) {
            checkout.putIfAbsent(LINK, purchase.playerId());
        }
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("service", purchase.externalId());
        checkout.forEach((name, value) -> fields.put(
                name.replaceFirst("^smm_", ""), name.equals(PIECES) ? String.valueOf(purchase.quantity()) : value));
        List<String> written = new ArrayList<>(checkout.values());
        if (purchase.playerId() != null) {
            written.add(purchase.playerId());
        }
        return new SmmForm(fields, List.copyOf(written), fault(purchase, checkout));
    }

    private static @Nullable String fault(Purchase purchase, Map<String, String> checkout) {
        if (!checkout.containsKey(LINK)) {
            return "the order has no " + LINK;
        }
        for (String name : checkout.keySet()) {
            if (!SENT.contains(name)) {
                return "this protocol has no field for " + name;
            }
        }
        String pieces = checkout.getOrDefault(PIECES, "1");
        boolean agrees = pieces.matches("[0-9]{1,9}") && Integer.parseInt(pieces) == purchase.quantity();
        return agrees && purchase.quantity() >= 1
                ? null
                : "a quantity of " + purchase.quantity() + " is said in " + PIECES + ", and nowhere else";
    }

    /** Whether a value, repeated in an answer in whatever form, could be taken for what the panel says. */
    boolean readsLikeARefusal() {
        return RefusalText.couldBeSaidBy(SentText.of(written));
    }

    /** Whether what was sent can be told from a panel's own words, and so be taken out of an answer. */
    boolean canBeTakenOut() {
        return written.stream().allMatch(value -> NO_PLAIN_WORDS.matcher(value).matches());
    }

    /** As a person may see it. */
    String shown() {
        return "POST add "
                + fields.entrySet().stream()
                        .map(field -> field.getKey() + "="
                                + (Set.of("service", "quantity").contains(field.getKey())
                                        ? field.getValue()
                                        : Evidence.masked(field.getValue())))
                        .collect(Collectors.joining(" "));
    }

    static String encoded(String key, String action, Map<String, String> fields) {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("key", key);
        all.put("action", action);
        fields.forEach(all::putIfAbsent);
        return all.entrySet().stream()
                .map(field -> URLEncoder.encode(field.getKey(), StandardCharsets.UTF_8) + "="
                        + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }
}
