package io.waybill.api.server;

import java.time.InstantSource;
import java.util.random.RandomGenerator;

/**
 * Names requests: {@code req_} and 26 letters that sort by time, 80 bits of them random. Thread-safe if the generator
 * is.
 */
final class RequestIds {
    /** Crockford's alphabet: no letter that is mistaken for another. */
    private static final String ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    private static final int TIME_LETTERS = 10;
    private static final int RANDOM_LETTERS = 16;
    private static final int BITS = 5;

    private final InstantSource clock;
    private final RandomGenerator random;

    RequestIds(InstantSource clock, RandomGenerator random) {
        this.clock = clock;
        this.random = random;
    }

    String next() {
        StringBuilder id = new StringBuilder("req_");
        long millis = clock.millis();
        for (int i = TIME_LETTERS - 1; i >= 0; i--) {
            id.append(ALPHABET.charAt((int) (millis >>> (i * BITS)) & (ALPHABET.length() - 1)));
        }
        for (int i = 0; i < RANDOM_LETTERS; i++) {
            id.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return id.toString();
    }
}
