package io.waybill.api.input;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Lengths of time as clients say and read them: {@code 500ms}, {@code 2s}, {@code 1m}, {@code 6h}, {@code 7d}. */
public final class Durations {
    private static final Pattern FORM = Pattern.compile("([0-9]{1,11}(?:\\.[0-9]{1,3})?)(ms|s|m|h|d)");

    private Durations() {}

    /** Empty if it is none. What is finer than a millisecond is cut off. */
    static Optional<Duration> parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            return Optional.empty();
        }
        BigDecimal millis = new BigDecimal(form.group(1)).multiply(BigDecimal.valueOf(millisPer(form.group(2))));
        return Optional.of(Duration.ofMillis(millis.longValue()));
    }

    private static long millisPer(String unit) {
        return switch (unit) {
            case "ms" -> 1;
            case "s" -> 1_000;
            case "m" -> 60_000;
            case "h" -> 3_600_000;
            default -> 86_400_000;
        };
    }

    /** As it is read: {@code 2s} or {@code 500ms}, never in a greater unit. */
    public static String shown(Duration time) {
        return time.toMillisPart() == 0 ? time.toSeconds() + "s" : time.toMillis() + "ms";
    }
}
