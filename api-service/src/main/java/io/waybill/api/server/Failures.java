package io.waybill.api.server;

import io.waybill.api.http.Charged;
import io.waybill.api.http.Exchange;
import io.waybill.api.http.Failure;
import io.waybill.api.http.RefusedException;
import io.waybill.error.ErrorCode;
import io.waybill.error.Refusal;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.PessimisticLockingFailureException;
import org.springframework.jdbc.UncategorizedSQLException;
import org.springframework.transaction.TransactionException;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.servlet.NoHandlerFoundException;
import org.springframework.web.servlet.resource.NoResourceFoundException;

/** What whatever was thrown, or whatever status the container chose, means in the words of the contract. */
final class Failures {
    private static final Logger log = LoggerFactory.getLogger(Failures.class);

    /** PostgreSQL's {@code lock_not_available}. */
    private static final String LOCK_TIMEOUT = "55P03";

    private Failures() {}

    static Failure of(Throwable thrown, Exchange exchange) {
        return switch (thrown) {
            case RefusedException refused -> Failure.of(refused.refusal());
            case NoHandlerFoundException _ -> notFound();
            case NoResourceFoundException _ -> notFound();
            case HttpRequestMethodNotSupportedException e -> methodNotAllowed(e, exchange);
            case PessimisticLockingFailureException e -> busy(e, exchange);
            case UncategorizedSQLException e when isLockTimeout(e) -> busy(e, exchange);
            case DataAccessException e -> unavailable(e, exchange);
            case TransactionException e -> unavailable(e, exchange);
            default -> internal(thrown, exchange);
        };
    }

    /** @param status chosen by the container, without a word of ours */
    static Failure ofStatus(int status) {
        return switch (status) {
            case 404 -> notFound();
            case 405 -> Failure.of(Refusal.of(ErrorCode.METHOD_NOT_ALLOWED, "This method is not allowed here."));
            case 406 -> Failure.of(Refusal.of(ErrorCode.NOT_ACCEPTABLE, "Only application/json can be answered."));
            case 413 -> Failure.of(Refusal.of(ErrorCode.PAYLOAD_TOO_LARGE, "The request body is too large."));
            case 415 -> Failure.of(Refusal.of(ErrorCode.UNSUPPORTED_MEDIA_TYPE, "Send application/json."));
            case 503 -> Failure.of(Refusal.of(ErrorCode.UNAVAILABLE, "This instance is starting or stopping."));
            case 501, 505 -> malformed();
            default -> status < 500 ? malformed() : Failure.of(internalError());
        };
    }

    private static Failure malformed() {
        return Failure.of(Refusal.of(
                ErrorCode.VALIDATION,
                "The request is not well-formed HTTP, its path or a header is malformed, or it is too long."));
    }

    private static Failure notFound() {
        return Failure.of(Refusal.of(ErrorCode.NOT_FOUND, "There is nothing at this path; the API is under /api/v1."));
    }

    private static Failure methodNotAllowed(HttpRequestMethodNotSupportedException e, Exchange exchange) {
        TreeSet<String> allowed = new TreeSet<>(List.of("OPTIONS"));
        allowed.addAll(Arrays.asList(Objects.requireNonNullElse(e.getSupportedMethods(), new String[0])));
        if (allowed.contains("GET")) {
            allowed.add("HEAD");
        }
        String allow = String.join(", ", allowed);
        String path = exchange.request().getRequestURI();
        return Failure.of(
                Refusal.of(
                        ErrorCode.METHOD_NOT_ALLOWED,
                        e.getMethod() + " is not allowed for " + path + ": use " + allow + "."),
                Map.of("Allow", allow));
    }

    private static Failure unavailable(Exception e, Exchange exchange) {
        return unexpected(
                e,
                exchange,
                Refusal.of(ErrorCode.UNAVAILABLE, "The store can't reach its database now; nothing was charged."));
    }

    private static boolean isLockTimeout(UncategorizedSQLException e) {
        SQLException cause = e.getSQLException();
        return cause != null && LOCK_TIMEOUT.equals(cause.getSQLState());
    }

    /**
     * Somebody else has locked what the request needs, e.g. an import that is being written; or both waited in a
     * circle.
     */
    private static Failure busy(Exception e, Exchange exchange) {
        return unexpected(
                e,
                exchange,
                Refusal.of(
                        ErrorCode.REQUEST_IN_PROGRESS,
                        "Somebody else is changing the same thing just now, and nothing of this was done: try again soon."));
    }

    private static Failure internal(Throwable thrown, Exchange exchange) {
        return unexpected(thrown, exchange, internalError());
    }

    /** @param harmless the answer if the request had not begun to order anything */
    private static Failure unexpected(Throwable thrown, Exchange exchange, Refusal harmless) {
        logged(thrown, exchange);
        return exchange.charged() instanceof Charged.No
                ? Failure.of(harmless)
                : Failure.afterOrdering(exchange.charged(), exchange.isIdempotent());
    }

    private static Refusal internalError() {
        return Refusal.of(ErrorCode.INTERNAL, "Something went wrong on our side; nothing was charged by this request.");
    }

    private static void logged(Throwable thrown, Exchange exchange) {
        log.atError()
                .addKeyValue("request", exchange.requestId())
                .addKeyValue("method", exchange.request().getMethod())
                .setCause(thrown)
                .log("request failed");
    }
}
