package io.waybill.api.input;

import java.util.regex.Pattern;

/** What is taken for an e-mail address: whether it can be delivered to is for a letter to find out. */
public final class Emails {
    /** Characters, by RFC 5321. */
    public static final int MAX_LENGTH = 254;

    private static final Pattern ADDRESS = Pattern.compile("[^\\s@,;<>\"]+@[^\\s@,;<>\"]+");

    private Emails() {}

    public static boolean isAddress(String text) {
        return text.length() <= MAX_LENGTH && ADDRESS.matcher(text).matches();
    }
}
