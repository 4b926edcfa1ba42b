package io.waybill.provider.smm;

import io.waybill.provider.Outcome.NotBought.Reason;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The closed list of texts by which a panel says that it has made no order. Panels have no words for machines, only
 * texts, and each wraps them in its own: they are compared in small letters, with whatever is no letter or digit as one
 * space, and by whole words.
 *
 * <p>A text is on the list if it names a check that comes before an order is made and paid: who asks, for which
 * service, with what money, for how much, for which link. A text that is not on it proves nothing, nor does one that
 * names two different checks.
 *
 * <p>{@code link_duplicate} and "active order with this link" are left out on purpose: they say that there is an order
 * for this link, which may be our own, made by an attempt that was lost. So does every text with one of the words in
 * {@link #OF_AN_ORDER}, whatever else it says.
 */
final class RefusalText {
    private static final int LONGEST = 300;

    private static final Map<Reason, List<String>> LIST = Map.of(
            Reason.PROVIDER_DOWN, List.of("invalid api key", "incorrect api key", "account banned"),
            Reason.ITEM_GONE, List.of("incorrect service", "incorrect service id"),
            Reason.NO_FUNDS, List.of("not enough funds", "insufficient balance"),
            Reason.REFUSED, List.of("min quantity", "max quantity", "incorrect quantity"),
            Reason.INVALID_RECIPIENT, List.of("neworder error link", "incorrect link", "neworder error comment"));

    private static final Set<String> OF_AN_ORDER = Set.of(
            "duplicate",
            "duplicated",
            "active",
            "already",
            "exists",
            "created",
            "accepted",
            "placed",
            "pending",
            "processing",
            "queued",
            "charged");

    private static final Pattern NO_WORD = Pattern.compile("[^\\p{L}\\p{N}]+");

    private RefusalText() {}

    /** Whether one of the texts of the list stands in this one. */
    static boolean hasPhrase(String text) {
        String words = words(text);
        return LIST.values().stream().flatMap(List::stream).anyMatch(phrase -> says(words, phrase));
    }

    /** What the text proves; null if it proves nothing. */
    static @Nullable Reason reason(String text) {
        if (text.length() > LONGEST) {
            return null;
        }
        String words = words(text);
        if (OF_AN_ORDER.stream().anyMatch(word -> says(words, word))) {
            return null;
        }
        Set<Reason> said = LIST.entrySet().stream()
                .filter(reason -> reason.getValue().stream().anyMatch(phrase -> says(words, phrase)))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
        return said.size() == 1 ? said.iterator().next() : null;
    }

    private static String words(String text) {
        return NO_WORD.matcher(" " + text.toLowerCase(Locale.ROOT) + " ").replaceAll(" ");
    }

    private static boolean says(String words, String phrase) {
        return words.contains(" " + phrase + " ");
    }
}
