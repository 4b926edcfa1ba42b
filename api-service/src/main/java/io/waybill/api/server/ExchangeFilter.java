package io.waybill.api.server;

import io.waybill.api.http.Answer;
import io.waybill.api.http.Exchange;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * The outermost filter: begins the exchange, and sees to it that whatever escapes inside is answered in the usual way.
 */
final class ExchangeFilter extends OncePerRequestFilter {
    private final RequestIds ids;
    private final AnswerWriter answers;

    ExchangeFilter(RequestIds ids, AnswerWriter answers) {
        this.ids = ids;
        this.answers = answers;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException {
        Exchange exchange = Exchange.begin(request, ids::next);
        try {
            chain.doFilter(request, new OwnErrors(exchange, response));
        } catch (ServletException e) {
            Throwable cause = e.getRootCause();
            fail(exchange, response, cause == null ? e : cause);
        } catch (IOException | RuntimeException e) {
            fail(exchange, response, e);
        }
    }

    private void fail(Exchange exchange, HttpServletResponse response, Throwable thrown) {
        answers.write(exchange, response, new Answer.Failed(Failures.of(thrown, exchange)));
    }

    /** Takes the place of the container's error pages. */
    private final class OwnErrors extends HttpServletResponseWrapper {
        private final Exchange exchange;

        OwnErrors(Exchange exchange, HttpServletResponse response) {
            super(response);
            this.exchange = exchange;
        }

        @Override
        public void sendError(int status) {
            answers.write(exchange, this, new Answer.Failed(Failures.ofStatus(status)));
        }

        @Override
        public void sendError(int status, String message) {
            sendError(status);
        }
    }
}
