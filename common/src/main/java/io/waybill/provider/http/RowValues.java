package io.waybill.provider.http;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** The plain values of one row of a catalog, by name; numbers and strings alike. For one thread. */
public final class RowValues {
    private static final BigDecimal HIGHEST_PRICE = new BigDecimal("1000000000");
    private static final int MAX_REASON = 60;
    private static final int MAX_ID = 200;
    private static final int MAX_DIGITS = 9;
    private static final int MAX_DIGITS_OF_A_BOUND = 40;

    private final Map<String, String> values = new HashMap<>();

    /**
     * Takes up the value that the parser stands on, if it has one of these names, and reads to its end.
     *
     * @return false if a value with such a name is no plain one
     */
    public boolean take(String name, JsonToken token, JsonParser json, Set<String> names) {
        boolean wanted = names.contains(name);
        if (wanted && token.isScalarValue() && token != JsonToken.VALUE_NULL) {
            values.put(name, json.getString());
        }
        boolean plain = !wanted || !token.isStructStart();
        json.skipChildren();
        return plain;
    }

    /** In one line, without space around it. */
    public String text(String name, String otherwise) {
        String value = values.get(name);
        return value == null ? otherwise : Evidence.clean(value).strip();
    }

    /** A number from 0 to 999,999,999. */
    public int whole(String name, int otherwise) throws BadRow {
        String text = text(name, "");
        if (text.isEmpty()) {
            return otherwise;
        }
        if (!consists(text, '0', '9', MAX_DIGITS)) {
            throw new BadRow(name + " " + shown(text) + " is no whole number");
        }
        return Integer.parseInt(text);
    }

    /** A whole number that must be said; one above {@code most} is that. */
    public int atMost(String name, int most) throws BadRow {
        String text = text(name, "");
        if (!consists(text, '0', '9', MAX_DIGITS_OF_A_BOUND)) {
            throw new BadRow(name + " " + shown(text) + " is no whole number");
        }
        return new BigDecimal(text).min(BigDecimal.valueOf(most)).intValueExact();
    }

    /** Above 0, at most a thousand million. */
    public BigDecimal price(String name) throws BadRow {
        String text = text(name, "");
        BigDecimal price =
                ProviderJson.decimal(text).orElseThrow(() -> new BadRow(name + " " + shown(text) + " is no number"));
        if (price.signum() <= 0 || price.compareTo(HIGHEST_PRICE) > 0) {
            throw new BadRow(name + " " + shown(text) + " is not above 0 and at most " + HIGHEST_PRICE);
        }
        return price;
    }

    /** Whether this can be an item's id: 1 to 200 printable ASCII characters without space. */
    public static boolean isId(String text) {
        return consists(text, '!', '~', MAX_ID);
    }

    /**
     * Whether this is at least one and at most so many characters of a range; a pattern would cost more than the rest.
     */
    public static boolean consists(String text, char from, char to, int most) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < from || text.charAt(i) > to) {
                return false;
            }
        }
        return !text.isEmpty() && text.length() <= most;
    }

    /** As it may stand in a reason. */
    public static String shown(String text) {
        return cut(text, MAX_REASON);
    }

    public static String cut(String text, int length) {
        return text.length() <= length
                ? text
                : Evidence.clean(text.substring(0, length)).strip();
    }

    /** A row that can't be sold. Never leaves the reading of a row. */
    public static final class BadRow extends Exception {
        private static final long serialVersionUID = 1L;
        private final String reason;

        public BadRow(String reason) {
            super(reason, null, false, false);
            this.reason = reason;
        }

        public String reason() {
            return reason;
        }
    }
}
