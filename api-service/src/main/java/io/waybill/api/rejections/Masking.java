package io.waybill.api.rejections;

import java.util.regex.Pattern;

/** Takes out of a text what nobody else should read: keys and e-mail addresses, wherever they stand. */
final class Masking {
    private static final Pattern KEY = Pattern.compile("([sa]k_(?:live|test)_)[0-9A-Za-z]+");
    private static final Pattern EMAIL = Pattern.compile("[^\\s@\"'/,;:<>]{1,64}@[^\\s@\"'/,;:<>]{1,255}");

    private Masking() {}

    static String masked(String text, int maxLength) {
        String shortened = text.length() <= maxLength ? text : text.substring(0, maxLength);
        String withoutKeys = KEY.matcher(shortened).replaceAll("$1***");
        return EMAIL.matcher(withoutKeys).replaceAll("***@***").replace("\u0000", "");
    }
}
