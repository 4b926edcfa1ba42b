package io.waybill.api.security;

import io.waybill.api.http.RefusedException;
import io.waybill.error.ErrorCode;
import io.waybill.error.Refusal;
import io.waybill.secret.KeySecret;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Takes the key out of a request's headers; nothing else of the request may hold one. */
final class PresentedKey {
    private static final String SCHEME = "bearer ";

    private PresentedKey() {}

    /** @throws RefusedException 401 if there is none, there are two, or it can't be one */
    static KeySecret of(HttpServletRequest request) {
        Set<String> presented = new LinkedHashSet<>(Collections.list(request.getHeaders("X-API-Key")));
        List<String> authorizations = Collections.list(request.getHeaders("Authorization"));
        authorizations.stream()
                .filter(PresentedKey::isBearer)
                .map(PresentedKey::bearer)
                .forEach(presented::add);
        if (presented.isEmpty()) {
            throw unauthorized(
                    authorizations.isEmpty()
                            ? "Send your API key as `Authorization: Bearer <key>` or `X-API-Key: <key>`."
                            : "The Authorization header must be `Bearer <key>`.");
        }
        if (presented.size() > 1) {
            throw unauthorized("The request has two different API keys: send one.");
        }
        return KeySecret.parse(presented.iterator().next().strip())
                .orElseThrow(
                        () -> unauthorized("This is no API key of this store: a character is missing or mistyped."));
    }

    static RefusedException unauthorized(String message) {
        return new RefusedException(Refusal.of(ErrorCode.UNAUTHORIZED, message));
    }

    private static boolean isBearer(String authorization) {
        return authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length());
    }

    private static String bearer(String authorization) {
        return authorization.substring(SCHEME.length()).strip();
    }
}
