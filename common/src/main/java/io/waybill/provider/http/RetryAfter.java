package io.waybill.provider.http;

import java.net.http.HttpHeaders;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/** Reads the header {@code Retry-After}. */
public final class RetryAfter {
    private static final Duration LONGEST_WAIT = Duration.ofHours(1);

    private RetryAfter() {}

    /** Seconds or an HTTP date, from now on, at most an hour; null if not said or unreadable. */
    public static @Nullable Duration of(HttpHeaders headers, Instant now) {
        String text = headers.firstValue("Retry-After").orElse("").strip();
        if (text.matches("[0-9]{1,18}")) {
            return bounded(Duration.ofSeconds(Math.min(Long.parseLong(text), LONGEST_WAIT.toSeconds())));
        }
        try {
            Instant at = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            return bounded(Duration.between(now, at));
        } catch (DateTimeException | ArithmeticException _) {
            return null;
        }
    }

    private static Duration bounded(Duration wait) {
        if (wait.isNegative()) {
            return Duration.ZERO;
        }
        return wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait;
    }
}
