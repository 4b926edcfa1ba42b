package io.waybill.api.security;

import io.waybill.account.Account;
import io.waybill.account.ApiKey;
import io.waybill.account.Scope;
import io.waybill.api.http.Exchange;
import io.waybill.api.http.RefusedException;
import io.waybill.api.ratelimit.RateLimits;
import io.waybill.error.ErrorCode;
import io.waybill.error.Refusal;
import io.waybill.secret.KeySecret;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.InetAddress;
import java.util.Collections;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpMethod;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;

/**
 * Stands before every route: recognises the caller, checks what it may, and how much of it. A route that declares
 * nothing is closed.
 */
final class Gate implements HandlerInterceptor {
    private static final Logger log = LoggerFactory.getLogger(Gate.class);

    private final Authenticator authenticator;
    private final ClientAddress clientAddress;
    private final KeyUses uses;
    private final RateLimits rateLimits;

    Gate(Authenticator authenticator, ClientAddress clientAddress, KeyUses uses, RateLimits rateLimits) {
        this.authenticator = authenticator;
        this.clientAddress = clientAddress;
        this.uses = uses;
        this.rateLimits = rateLimits;
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        if (HttpMethod.OPTIONS.matches(request.getMethod())) {
            return true;
        }
        switch (Access.of(handler)) {
            case Access.Anybody _ -> {}
            case Access.Nobody _ -> throw forbidden("This route is not open.");
            case Access.KeyWith(Scope scope) -> admit(request, scope);
        }
        requireJsonAccepted(request);
        return true;
    }

    /** An unreadable Accept header is taken as none. */
    private static void requireJsonAccepted(HttpServletRequest request) {
        String accept = String.join(",", Collections.list(request.getHeaders("Accept")));
        if (accept.isEmpty() || !request.getRequestURI().startsWith("/api/")) {
            return;
        }
        try {
            if (MediaType.parseMediaTypes(accept).stream().noneMatch(Gate::takesJson)) {
                throw new RefusedException(
                        Refusal.of(ErrorCode.NOT_ACCEPTABLE, "Only application/json can be answered: accept it."));
            }
        } catch (InvalidMediaTypeException e) {
            log.atDebug().setCause(e).log("unreadable Accept header");
        }
    }

    private static boolean takesJson(MediaType type) {
        return type.getQualityValue() > 0 && type.includes(MediaType.APPLICATION_JSON);
    }

    private void admit(HttpServletRequest request, Scope scope) {
        KeySecret secret = PresentedKey.of(request);
        ApiKey key =
                authenticator.find(secret).orElseThrow(() -> PresentedKey.unauthorized("This API key is not known."));
        switch (key.state()) {
            case VALID -> {}
            case EXPIRED -> throw PresentedKey.unauthorized("This API key has expired.");
            case REVOKED -> throw PresentedKey.unauthorized("This API key was revoked.");
        }
        Exchange.of(request).authenticated(key);
        if (key.account().status() == Account.Status.SUSPENDED) {
            throw forbidden("This account is suspended: contact the store.");
        }
        if (!key.allow().isEmpty() && !allowed(key, clientAddress.of(request))) {
            throw forbidden("This API key may not be used from your address.");
        }
        if (scope.isForAdmins() && !(secret.isForAdmins() && key.account().role() == Account.Role.ADMIN)) {
            throw forbidden("This route is for admins: it takes an admin's key, `ak_live_...`.");
        }
        if (!key.may(scope)) {
            throw forbidden("This API key lacks the scope " + scope.wire() + ".");
        }
        uses.note(key.id());
        rateLimits.admit(Exchange.of(request));
    }

    private static boolean allowed(ApiKey key, InetAddress client) {
        return key.allow().stream().map(Network::parse).anyMatch(network -> network.contains(client));
    }

    private static RefusedException forbidden(String message) {
        return new RefusedException(Refusal.of(ErrorCode.FORBIDDEN, message));
    }

    /** Who may call a route. */
    sealed interface Access {
        record Anybody() implements Access {}

        record KeyWith(Scope scope) implements Access {}

        record Nobody() implements Access {}

        static Access of(Object handler) {
            if (!(handler instanceof HandlerMethod method)) {
                return new Nobody();
            }
            Requires requires = method.getMethodAnnotation(Requires.class);
            if (requires != null) {
                return new KeyWith(requires.value());
            }
            return method.hasMethodAnnotation(Public.class) ? new Anybody() : new Nobody();
        }
    }
}
