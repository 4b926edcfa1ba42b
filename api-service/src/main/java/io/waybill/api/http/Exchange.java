package io.waybill.api.http;

import io.waybill.account.ApiKey;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One request and what is known of it by now. Belongs to the thread that serves the request. */
public final class Exchange {
    private static final String ATTRIBUTE = Exchange.class.getName();

    private final HttpServletRequest request;
    private final Supplier<String> newId;
    private final Map<String, String> headers = new LinkedHashMap<>();
    private @Nullable String requestId;
    private @Nullable ApiKey caller;
    private Subject subject = Subject.UNKNOWN;
    private Charged charged = Charged.NOTHING;
    private boolean idempotent;

    private Exchange(HttpServletRequest request, Supplier<String> newId) {
        this.request = request;
        this.newId = newId;
    }

    /** The exchange of a request, begun now if nobody has before. */
    public static Exchange begin(HttpServletRequest request, Supplier<String> newId) {
        if (request.getAttribute(ATTRIBUTE) instanceof Exchange begun) {
            return begun;
        }
        Exchange exchange = new Exchange(request, newId);
        request.setAttribute(ATTRIBUTE, exchange);
        return exchange;
    }

    /** @throws IllegalStateException before the request has begun its exchange */
    public static Exchange of(HttpServletRequest request) {
        if (request.getAttribute(ATTRIBUTE) instanceof Exchange begun) {
            return begun;
        }
        throw new IllegalStateException("the request did not come through the filter");
    }

    public HttpServletRequest request() {
        return request;
    }

    /** Made when it is first asked for: most requests are never spoken of. */
    public String requestId() {
        String id = requestId == null ? newId.get() : requestId;
        requestId = id;
        return id;
    }

    /** Called once by whoever recognised the key. */
    public void authenticated(ApiKey key) {
        caller = key;
    }

    /** Who asks; null while nobody was recognised. */
    public @Nullable ApiKey callerIfKnown() {
        return caller;
    }

    /** @throws IllegalStateException on a public route */
    public ApiKey caller() {
        if (caller == null) {
            throw new IllegalStateException("this route is public: it has no caller");
        }
        return caller;
    }

    /**
     * Answers the request with a header, whatever its answer will be; a later value takes the place of an earlier one.
     */
    public void answerWith(String header, String value) {
        headers.put(header, value);
    }

    /** The headers of its answer besides those that the answer itself brings. */
    public Map<String, String> headers() {
        return Collections.unmodifiableMap(headers);
    }

    /** What the request is about, as far as it was read. */
    public Subject subject() {
        return subject;
    }

    public void isAbout(Subject read) {
        subject = read;
    }

    /** What the request has cost so far. */
    public Charged charged() {
        return charged;
    }

    /** Whether it can be repeated without ordering twice. */
    public boolean isIdempotent() {
        return idempotent;
    }

    /** From now on the request may cost something: whatever goes wrong must not be answered as if it hadn't. */
    public void beginsOrdering(boolean underIdempotencyKey) {
        charged = new Charged.Unknown(null);
        idempotent = underIdempotencyKey;
    }

    /** It is known what the request has cost. */
    public void hasCost(Charged known) {
        charged = known;
    }

    /**
     * What a request is about.
     *
     * @param maskedBody its body without recipients and secrets
     */
    public record Subject(@Nullable Long itemId, @Nullable String maskedBody) {
        public static final Subject UNKNOWN = new Subject(null, null);
    }
}
