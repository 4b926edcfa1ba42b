package io.waybill.api.input;

/** Which characters a text may have. */
final class Texts {
    private Texts() {}

    /** Neither control characters (tab and line breaks excepted) nor half a surrogate pair, which no UTF-8 has. */
    static boolean isClean(String text) {
        return text.codePoints().allMatch(Texts::isClean);
    }

    /** The text with a question mark for each character that it may not have. */
    static String cleaned(String text) {
        return text.codePoints()
                .map(c -> isClean(c) ? c : '?')
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static boolean isClean(int c) {
        boolean halfPair = c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE;
        boolean control = Character.isISOControl(c) && c != '\n' && c != '\r' && c != '\t';
        return !halfPair && !control;
    }
}
