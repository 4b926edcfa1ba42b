package io.waybill.api.input;

import io.waybill.api.http.RefusedException;
import io.waybill.error.FieldError;
import io.waybill.error.Refusal;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Takes the parameters out of a query string one by one and collects what is wrong with them. An empty parameter counts
 * as left out, an unknown one is ignored. For one thread.
 */
public final class QueryParameters {
    public static final int DEFAULT_LIMIT = 50;
    public static final int MAX_LIMIT = 200;
    private static final int MAX_LENGTH = 8192;
    private static final int MAX_TEXT = 255;
    private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant TOO_LATE =
            EARLIEST.atOffset(ZoneOffset.UTC).withYear(10_000).toInstant();

    private final Map<String, String> values = new HashMap<>();
    private final List<FieldError> errors = new ArrayList<>();

    public QueryParameters(HttpServletRequest request) {
        String query = request.getQueryString();
        if (query != null && query.length() <= MAX_LENGTH) {
            Arrays.stream(query.split("&")).filter(pair -> !pair.isEmpty()).forEach(this::add);
        } else if (query != null) {
            wrong("query", "too_long", "the query may have at most " + MAX_LENGTH + " characters");
        }
    }

    private void add(String pair) {
        int equals = pair.indexOf('=');
        String name = decoded(equals < 0 ? pair : pair.substring(0, equals));
        String value = decoded(equals < 0 ? "" : pair.substring(equals + 1));
        if (name == null || value == null || !Texts.isClean(name + value)) {
            wrong("query", "format", "a name or value is not percent-encoded UTF-8");
        } else if (!value.isEmpty() && values.put(name, value) != null) {
            wrong(name, "format", "is given twice");
        }
    }

    private static @Nullable String decoded(String text) {
        ByteBuffer bytes = ByteBuffer.allocate(text.length() * 3);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c != '%') {
                bytes.put((c == '+' ? " " : String.valueOf(c)).getBytes(StandardCharsets.UTF_8));
                continue;
            }
            int high = i + 2 < text.length() ? Character.digit(text.charAt(i + 1), 16) : -1;
            int low = i + 2 < text.length() ? Character.digit(text.charAt(i + 2), 16) : -1;
            if (high < 0 || low < 0) {
                return null;
            }
            bytes.put((byte) (high * 16 + low));
            i += 2;
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(bytes.flip()).toString();
        } catch (CharacterCodingException _) {
            return null;
        }
    }

    public @Nullable String text(String name) {
        String value = values.get(name);
        if (value != null && value.length() > MAX_TEXT) {
            wrong(name, "too_long", "may have at most " + MAX_TEXT + " characters");
        }
        return value;
    }

    public @Nullable Long number(String name) {
        String value = values.get(name);
        return value == null ? null : asNumber(name, value);
    }

    private @Nullable Long asNumber(String name, String value) {
        if (!value.matches("[0-9]{1,18}")) {
            wrong(name, "type", "must be a whole number");
            return null;
        }
        return Long.valueOf(value);
    }

    /** 1 to {@value #MAX_LIMIT}, {@value #DEFAULT_LIMIT} if not given. */
    public int limit() {
        Long limit = number("limit");
        if (limit != null && (limit < 1 || limit > MAX_LIMIT)) {
            wrong("limit", "range", "must be from 1 to " + MAX_LIMIT);
        }
        return limit == null ? DEFAULT_LIMIT : (int) Math.min(limit, MAX_LIMIT);
    }

    /** A time of the years 1 to 9999 in ISO 8601 with its offset, or a day, which begins at midnight UTC. */
    public @Nullable Instant time(String name) {
        String value = values.get(name);
        if (value == null) {
            return null;
        }
        try {
            Instant time = value.length() == "2026-01-31".length()
                    ? LocalDate.parse(value).atStartOfDay(ZoneOffset.UTC).toInstant()
                    : OffsetDateTime.parse(value).toInstant();
            // Java's times reach further than the database's.
            if (time.isBefore(EARLIEST) || !time.isBefore(TOO_LATE)) {
                wrong(name, "range", "must be in the years 1 to 9999");
            }
            return time;
        } catch (DateTimeParseException _) {
            wrong(name, "format", "must be a time in ISO 8601, e.g. 2026-01-31T12:00:00Z (a + is written %2B)");
            return null;
        }
    }

    /** Numbers, parted by commas. */
    public Set<Long> numbers(String name) {
        return list(name, value -> asNumber(name, value));
    }

    /** Words, parted by commas; {@code read} throws {@link IllegalArgumentException} for an unknown one. */
    public <T> Set<T> words(String name, Function<String, T> read) {
        return list(name, value -> {
            try {
                return read.apply(value);
            } catch (IllegalArgumentException _) {
                wrong(name, "unknown", "has a word that is not known");
                return null;
            }
        });
    }

    /** Where a list goes on; {@code read} throws {@link IllegalArgumentException} for what no list has answered. */
    public <T> @Nullable T cursor(String name, Function<String, T> read) {
        return one(name, read, "format", "must be the `next` of an earlier answer");
    }

    /** One word of a closed set; {@code read} throws {@link IllegalArgumentException} for an unknown one. */
    public <T> @Nullable T word(String name, Function<String, T> read) {
        return one(name, read, "unknown", "is a word that is not known");
    }

    private <T> @Nullable T one(String name, Function<String, T> read, String code, String message) {
        String value = values.get(name);
        try {
            return value == null ? null : read.apply(value);
        } catch (IllegalArgumentException _) {
            wrong(name, code, message);
            return null;
        }
    }

    private <T> Set<T> list(String name, Function<String, @Nullable T> read) {
        Set<T> parts = new LinkedHashSet<>();
        String value = values.getOrDefault(name, "");
        for (String part : value.isEmpty() ? new String[0] : value.split(",", -1)) {
            T element = read.apply(part.strip());
            if (element == null) {
                break;
            }
            parts.add(element);
        }
        if (parts.size() > MAX_LIMIT) {
            wrong(name, "too_long", "may list at most " + MAX_LIMIT);
        }
        return parts;
    }

    private void wrong(String name, String code, String message) {
        errors.add(new FieldError(name, code, message));
    }

    /** @throws RefusedException if anything is wrong with the parameters that were taken */
    public void requireNoErrors() {
        if (!errors.isEmpty()) {
            throw new RefusedException(Refusal.invalid(errors));
        }
    }
}
