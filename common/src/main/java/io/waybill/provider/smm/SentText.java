package io.waybill.provider.smm;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Collection;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a buyer has written, in every form in which a panel may repeat it: with escapes of addresses, of HTML and of
 * JSON undone, without tags, without accents, with letters of any width. Only its small letters are kept.
 */
final class SentText {
    /** Escapes of escapes are undone too, so often. */
    private static final int MOST_LAYERS = 4;

    private static final Pattern OF_ADDRESSES = Pattern.compile("(?:%[0-9a-fA-F]{2})+");
    private static final Pattern BY_NUMBER = Pattern.compile("&#([0-9]{1,7});?");
    private static final Pattern BY_HEX_NUMBER = Pattern.compile("&#[xX]([0-9a-fA-F]{1,6});?");
    private static final Pattern OF_JSON = Pattern.compile("[\\\\%]u([0-9a-fA-F]{4})");
    private static final Pattern BY_NAME_OR_TAG = Pattern.compile("&[a-zA-Z]{2,32};|<[^<>]*>");
    private static final Pattern NO_LETTER = Pattern.compile("[^a-z]+");

    private final String letters;

    private SentText(String letters) {
        this.letters = letters;
    }

    static SentText of(Collection<String> values) {
        StringBuilder letters = new StringBuilder();
        for (String value : values) {
            String form = value;
            for (int layer = 0; layer <= MOST_LAYERS; layer++) {
                letters.append(letters(form)).append(' ');
                letters.append(letters(BY_NAME_OR_TAG.matcher(form).replaceAll("")))
                        .append(' ');
                form = undone(form);
            }
        }
        return new SentText(letters.toString());
    }

    /** Whether each word of the phrase is in what was written, wherever: a panel may cut it, or put it together. */
    boolean couldSay(String phrase) {
        for (String word : phrase.split(" ")) {
            if (!letters.contains(word)) {
                return false;
            }
        }
        return true;
    }

    private static String letters(String text) {
        String plain = Normalizer.normalize(text, Normalizer.Form.NFKD).toLowerCase(Locale.ROOT);
        return NO_LETTER.matcher(plain).replaceAll("");
    }

    private static String undone(String text) {
        String form = OF_ADDRESSES
                .matcher(text)
                .replaceAll(escape -> Matcher.quoteReplacement(
                        new String(HexFormat.of().parseHex(escape.group().replace("%", "")), StandardCharsets.UTF_8)));
        form = BY_NUMBER.matcher(form).replaceAll(escape -> character(Integer.parseInt(escape.group(1))));
        form = BY_HEX_NUMBER.matcher(form).replaceAll(escape -> character(Integer.parseInt(escape.group(1), 16)));
        return OF_JSON.matcher(form).replaceAll(escape -> character(Integer.parseInt(escape.group(1), 16)));
    }

    private static String character(int point) {
        return Character.isValidCodePoint(point) ? Matcher.quoteReplacement(Character.toString(point)) : "";
    }
}
