package io.waybill.api.input;

import io.waybill.api.http.RefusedException;
import io.waybill.error.ErrorCode;
import io.waybill.error.Refusal;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.util.unit.DataSize;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads a request's body as one JSON object: UTF-8 only, no field twice, no deep nesting, counted while it is read.
 * Thread-safe.
 */
public final class JsonBodies {
    private static final int MAX_DEPTH = 16;
    private static final int MAX_NUMBER_LENGTH = 64;

    private final JsonMapper json = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .maxNumberLength(MAX_NUMBER_LENGTH)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    /** @throws RefusedException 415, 413 or 400, looked for in this order */
    public ObjectNode read(HttpServletRequest request, DataSize limit) {
        requireJson(request);
        return parse(decode(bytes(request, limit)));
    }

    private static void requireJson(HttpServletRequest request) {
        if (!isJson(request.getContentType()) || request.getHeader("Content-Encoding") != null) {
            throw new RefusedException(Refusal.of(
                    ErrorCode.UNSUPPORTED_MEDIA_TYPE,
                    "Send the body as `Content-Type: application/json` in UTF-8, not compressed."));
        }
    }

    private static boolean isJson(@Nullable String contentType) {
        if (contentType == null) {
            return false;
        }
        try {
            MediaType type = MediaType.parseMediaType(contentType);
            String charset = type.getParameter("charset");
            return type.getType().equals("application")
                    && type.getSubtype().toLowerCase(Locale.ROOT).equals("json")
                    && (charset == null || charset.replace("\"", "").equalsIgnoreCase("utf-8"));
        } catch (InvalidMediaTypeException _) {
            return false;
        }
    }

    private static byte[] bytes(HttpServletRequest request, DataSize limit) {
        int most = Math.toIntExact(limit.toBytes());
        if (request.getContentLengthLong() > most) {
            throw tooLarge(limit);
        }
        byte[] bytes;
        try {
            bytes = request.getInputStream().readNBytes(most + 1);
        } catch (IOException _) {
            throw unreadable("The body ended before its announced length.");
        }
        if (bytes.length > most) {
            throw tooLarge(limit);
        }
        return bytes;
    }

    private static RefusedException tooLarge(DataSize limit) {
        return new RefusedException(
                Refusal.of(ErrorCode.PAYLOAD_TOO_LARGE, "The body may have at most " + limit.toKilobytes() + " KiB."));
    }

    private static String decode(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException _) {
            throw unreadable("The body is not valid UTF-8.");
        }
    }

    private ObjectNode parse(String text) {
        JsonNode node;
        try {
            node = json.readTree(text);
        } catch (JacksonException e) {
            throw unreadable("The body is not valid JSON, names a field twice, or is nested too deep" + place(e) + ".");
        } catch (NumberFormatException _) { // Jackson lets it out for an exponent that no decimal can hold
            throw unreadable("The body holds a number that is too large or too small.");
        }
        if (node instanceof ObjectNode object) {
            return object;
        }
        throw unreadable("The body must be a JSON object.");
    }

    private static String place(JacksonException e) {
        TokenStreamLocation at = e.getLocation();
        return at == null ? "" : ": look at line " + at.getLineNr() + ", column " + at.getColumnNr();
    }

    private static RefusedException unreadable(String message) {
        return new RefusedException(Refusal.of(ErrorCode.VALIDATION, message));
    }
}
