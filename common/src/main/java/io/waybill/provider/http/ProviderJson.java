package io.waybill.provider.http;

import java.io.InputStream;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads what providers write: strict where money hangs on it, and ready for both numbers and strings. */
public final class ProviderJson {
    private static final StreamReadConstraints CONSTRAINTS = StreamReadConstraints.builder()
            .maxNestingDepth(64)
            .maxNumberLength(100)
            .maxNameLength(1_000)
            .maxStringLength(1024 * 1024)
            .build();

    private static final JsonMapper STRICT = JsonMapper.builder(
                    JsonFactory.builder().streamReadConstraints(CONSTRAINTS).build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    /** For catalogs: one {@code NaN} must cost one row, not the import. */
    public static final JsonFactory CATALOG = JsonFactory.builder()
            .streamReadConstraints(CONSTRAINTS)
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .build();

    /** No exponent beyond two digits: what looks short must not expand to a gigabyte. */
    private static final Pattern DECIMAL = Pattern.compile("[+-]?[0-9]{1,40}(\\.[0-9]{1,40})?([eE][+-]?[0-9]{1,2})?");

    private static final BigDecimal LARGEST_BALANCE = new BigDecimal("1e12");

    private ProviderJson() {}

    public static JsonMapper mapper() {
        return STRICT;
    }

    /** The object that the body is; empty if it is anything else, broken, or has a key twice. */
    public static Optional<JsonNode> object(InputStream body) {
        return value(body).filter(JsonNode::isObject);
    }

    /** What the body is; empty if it is nothing, broken, or has a key twice. */
    public static Optional<JsonNode> value(InputStream body) {
        try {
            return Optional.ofNullable(STRICT.readTree(body)).filter(node -> !node.isMissingNode());
        } catch (JacksonException | NumberFormatException _) { // the latter for an exponent that no decimal can hold
            return Optional.empty();
        }
    }

    /** A finite decimal of sane length; empty for anything else. */
    public static Optional<BigDecimal> decimal(String text) {
        String stripped = text.strip();
        return DECIMAL.matcher(stripped).matches() ? Optional.of(new BigDecimal(stripped)) : Optional.empty();
    }

    /** The amount of a balance, a string or a number; empty for anything else, or one that nobody has. */
    public static Optional<BigDecimal> balance(@Nullable JsonNode node) {
        return Optional.ofNullable(scalar(node))
                .flatMap(ProviderJson::decimal)
                .filter(amount -> amount.abs().compareTo(LARGEST_BALANCE) <= 0);
    }

    /** The text of a string or a number; null for anything else. */
    public static @Nullable String scalar(@Nullable JsonNode node) {
        return node != null && (node.isString() || node.isNumber()) ? node.asString() : null;
    }

    /** A word such as {@code out_of_stock}; null if it is none. */
    public static @Nullable String word(@Nullable JsonNode node) {
        return node != null && node.isString() && node.stringValue().matches("[a-z][a-z0-9_]{0,63}")
                ? node.stringValue()
                : null;
    }
}
