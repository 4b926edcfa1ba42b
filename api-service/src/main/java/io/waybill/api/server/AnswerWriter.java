package io.waybill.api.server;

import io.waybill.api.http.Answer;
import io.waybill.api.http.AnswerJson;
import io.waybill.api.http.Content;
import io.waybill.api.http.ErrorBody;
import io.waybill.api.http.Exchange;
import io.waybill.api.http.Failure;
import io.waybill.api.http.FailureListener;
import io.waybill.error.ErrorCode;
import io.waybill.error.Retry;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes answers, and tells the {@link FailureListener} of those that are failures. Thread-safe. */
final class AnswerWriter {
    private static final Logger log = LoggerFactory.getLogger(AnswerWriter.class);

    private final AnswerJson json;
    private final FailureListener listener;

    AnswerWriter(AnswerJson json, FailureListener listener) {
        this.json = json;
        this.listener = listener;
    }

    void write(Exchange exchange, HttpServletResponse response, Answer answer) {
        switch (answer) {
            case Answer.Ok(Object body, Map<String, String> headers) ->
                send(exchange, response, HttpServletResponse.SC_OK, Content.json(json.write(body)), headers);
            case Answer.Rendered(int status, Content content, Map<String, String> headers) ->
                send(exchange, response, status, content, headers);
            case Answer.Failed(Failure failure) -> writeFailure(exchange, response, failure);
        }
    }

    private void writeFailure(Exchange exchange, HttpServletResponse response, Failure failure) {
        listener.failed(exchange, failure, exchange.subject());
        Duration retryAfter = failure.refusal().retryAfter();
        if (retryAfter != null && failure.retry() == Retry.AFTER_DELAY) {
            response.setHeader("Retry-After", Long.toString(Math.max(1, retryAfter.toSeconds())));
        }
        if (failure.refusal().code() == ErrorCode.UNAUTHORIZED) {
            response.setHeader("WWW-Authenticate", "Bearer");
        }
        byte[] body = json.write(ErrorBody.of(failure, exchange.requestId()));
        send(exchange, response, failure.refusal().code().httpStatus(), Content.json(body), failure.headers());
    }

    @SuppressWarnings("unchecked")
    private static void setContentType(Exchange exchange, HttpServletResponse response, String type) {
        if (exchange.request().getAttribute(JsonErrorValve.CONTENT_TYPE_SETTER) instanceof Consumer<?> setter) {
            ((Consumer<String>) setter).accept(type);
        } else {
            response.setContentType(type);
        }
    }

    private static void send(
            Exchange exchange, HttpServletResponse response, int status, Content content, Map<String, String> headers) {
        if (response.isCommitted()) {
            return;
        }
        response.setStatus(status);
        exchange.headers().forEach(response::setHeader);
        headers.forEach(response::setHeader);
        response.setHeader("X-Content-Type-Options", "nosniff");
        try {
            if (content.length() > 0) {
                setContentType(exchange, response, content.type());
                response.setContentLength(content.length());
                content.writeTo(response.getOutputStream());
            }
            response.flushBuffer();
        } catch (IOException | UncheckedIOException e) {
            log.atDebug().setCause(e).log("the client went away before its answer");
        }
    }
}
