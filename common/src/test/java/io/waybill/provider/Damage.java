package io.waybill.provider;

import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;

/** What becomes of an answer on a bad day. */
public final class Damage {
    private static final String REPLACEMENTS = "{}[]\",:\u0000 \n~";

    private Damage() {}

    /** Cut off, or with some characters replaced; never by letters, so that no other word comes of it. */
    public static String to(String text, SplittableRandom random) {
        StringBuilder damaged = new StringBuilder(text.substring(0, random.nextInt(text.length() + 1)));
        for (int i = random.nextInt(4); i > 0 && !damaged.isEmpty(); i--) {
            damaged.setCharAt(
                    random.nextInt(damaged.length()), REPLACEMENTS.charAt(random.nextInt(REPLACEMENTS.length())));
        }
        return damaged.toString();
    }

    /** Any bytes, fewer than {@code length}. */
    public static String garbage(int length, SplittableRandom random) {
        byte[] bytes = new byte[random.nextInt(length)];
        random.nextBytes(bytes);
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
