package io.waybill.secret;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.zip.CRC32;

/**
 * The secret of an API key: {@code sk_live_}, {@code sk_test_} or {@code ak_live_}, then 32 random letters and digits
 * (190 bits), then a checksum of six. The checksum lets a typo, or a text that only looks like a key, be refused
 * without asking the database.
 */
public final class KeySecret {
    /** A 62-letter alphabet: nothing that needs quoting in a shell, a header or a URL. */
    private static final String ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    private static final int RANDOM_LENGTH = 32;
    private static final int CHECKSUM_LENGTH = 6;

    private final String text;

    private KeySecret(String text) {
        this.text = text;
    }

    /** @param random must be a cryptographic source in production */
    public static KeySecret create(Kind kind, RandomGenerator random) {
        StringBuilder body = new StringBuilder(kind.prefix);
        for (int i = 0; i < RANDOM_LENGTH; i++) {
            body.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return new KeySecret(body + checksum(body));
    }

    /** Reads a presented secret; empty unless prefix, length, alphabet and checksum are right. */
    public static Optional<KeySecret> parse(String presented) {
        for (Kind kind : Kind.values()) {
            int length = kind.prefix.length() + RANDOM_LENGTH + CHECKSUM_LENGTH;
            if (presented.length() == length && presented.startsWith(kind.prefix)) {
                String body = presented.substring(0, length - CHECKSUM_LENGTH);
                boolean intact = checksum(body).equals(presented.substring(length - CHECKSUM_LENGTH));
                return intact ? Optional.of(new KeySecret(presented)) : Optional.empty();
            }
        }
        return Optional.empty();
    }

    public boolean isForAdmins() {
        return text.startsWith(Kind.ADMIN_LIVE.prefix);
    }

    /** SHA-256: all that is kept of it. No salt is needed, as the secret is random. */
    public byte[] hash() {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is not available", e);
        }
    }

    /** The hash in hex, for use as a key of a map. */
    public String hashHex() {
        return HexFormat.of().formatHex(hash());
    }

    /** The last four characters, to tell keys apart. */
    public String hint() {
        return text.substring(text.length() - 4);
    }

    /** The secret itself: shown once, at creation. */
    public String reveal() {
        return text;
    }

    private static String checksum(CharSequence body) {
        CRC32 crc = new CRC32();
        crc.update(body.toString().getBytes(StandardCharsets.UTF_8));
        long rest = crc.getValue();
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < CHECKSUM_LENGTH; i++) {
            text.insert(0, ALPHABET.charAt((int) (rest % ALPHABET.length())));
            rest /= ALPHABET.length();
        }
        return text.toString();
    }

    @Override
    public String toString() {
        return "KeySecret[…" + hint() + "]";
    }

    /** Whose key, in which mode. */
    public enum Kind {
        RESELLER_LIVE("sk_live_"),
        RESELLER_TEST("sk_test_"),
        ADMIN_LIVE("ak_live_");

        private final String prefix;

        Kind(String prefix) {
            this.prefix = prefix;
        }
    }
}
