package io.waybill.provider.smm;

import io.waybill.provider.Outcome.NotBought.Reason;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The closed list of texts by which a panel says that it has made no order. Panels have no words for machines, only
 * texts, and each wraps them in its own: they are compared in small letters, with whatever is no letter or digit as one
 * space, and by whole words.
 *
 * <p>A text is on the list if it names a check that comes before an order is made and paid (who asks, for which
 * service, with what money, for how much, for which link), and says nothing else: beside the phrase stand only words
 * that add nothing, and the numbers of a bound. Whatever says more may speak of an order that was made, and proves
 * nothing.
 *
 * <p>{@code link_duplicate} and "active order with this link" are left out on purpose: they say that there is an order
 * for this link, which may be our own, made by an attempt that was lost.
 */
final class RefusalText {
    private static final int LONGEST = 300;

    private static final List<String> WHO_ASKS = List.of("invalid api key", "incorrect api key", "account banned");

    private static final Map<Reason, List<String>> LIST = Map.of(
            Reason.PROVIDER_DOWN, WHO_ASKS,
            Reason.ITEM_GONE, List.of("incorrect service", "incorrect service id"),
            Reason.NO_FUNDS, List.of("not enough funds", "insufficient balance"),
            Reason.REFUSED, List.of("min quantity", "max quantity", "incorrect quantity"),
            Reason.INVALID_RECIPIENT, List.of("neworder error link", "incorrect link", "neworder error comment"));

    /** They neither deny nor tell of anything that has happened. */
    private static final Set<String> FILLERS =
            Set.of(("error neworder a an the is must be for of on than at least most less more between and to your this"
                            + " please balance service allowed")
                    .split(" "));

    /** As a quantity is written; order ids are, too, so that one stands behind what it bounds. */
    private static final Pattern BOUND = Pattern.compile("[0-9]{1,9}");

    private static final Pattern NO_WORD = Pattern.compile("[^\\p{L}\\p{N}]+");

    private RefusalText() {}

    /** Whether a panel that repeats what was sent could say one of the texts of the list with it. */
    static boolean couldBeSaidBy(SentText sent) {
        return LIST.values().stream().flatMap(List::stream).anyMatch(sent::couldSay);
    }

    /** Whether a text with other words, too, says that it is not about an order, but about who asks. */
    static boolean isAboutWhoAsks(String text) {
        String words = wordsOf(text);
        return WHO_ASKS.stream().anyMatch(phrase -> words.contains(" " + phrase + " "));
    }

    /** What the text proves; null if it proves nothing. */
    static @Nullable Reason reason(String text) {
        if (text.length() > LONGEST) {
            return null;
        }
        String words = wordsOf(text);
        Set<Reason> said = LIST.entrySet().stream()
                .filter(reason -> reason.getValue().stream()
                        .anyMatch(phrase -> saysOnly(words, phrase, reason.getKey() == Reason.REFUSED)))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
        return said.size() == 1 ? said.iterator().next() : null;
    }

    private static boolean saysOnly(String words, String phrase, boolean bounds) {
        int start = words.indexOf(" " + phrase + " ");
        if (start < 0) {
            return false;
        }
        String behind = words.substring(start + phrase.length() + 1);
        return words(words.substring(0, start)).allMatch(FILLERS::contains)
                && words(behind)
                        .allMatch(word -> FILLERS.contains(word)
                                || (bounds && BOUND.matcher(word).matches()));
    }

    private static String wordsOf(String text) {
        return NO_WORD.matcher(" " + text.toLowerCase(Locale.ROOT) + " ").replaceAll(" ");
    }

    private static Stream<String> words(String text) {
        return Stream.of(text.split(" ")).filter(word -> !word.isEmpty());
    }
}
