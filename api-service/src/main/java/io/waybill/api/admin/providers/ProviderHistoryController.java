package io.waybill.api.admin.providers;

import io.waybill.account.Scope;
import io.waybill.api.admin.providers.JdbcProviderHistory.KeptBalance;
import io.waybill.api.admin.providers.JdbcProviderHistory.KeptEvent;
import io.waybill.api.http.Answer;
import io.waybill.api.http.Exchange;
import io.waybill.api.http.Page;
import io.waybill.api.input.PathIds;
import io.waybill.api.input.QueryParameters;
import io.waybill.api.security.Requires;
import java.util.List;
import java.util.function.Function;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;

@Controller
final class ProviderHistoryController {
    private final JdbcProviderHistory history;

    ProviderHistoryController(JdbcProviderHistory history) {
        this.history = history;
    }

    @Requires(Scope.ADMIN_READ)
    @GetMapping("/api/admin/v1/providers/{providerId}/runs")
    Answer runs(Exchange exchange, @PathVariable String providerId) {
        return page(exchange, providerId, "runs", history::runs, RunView::runId);
    }

    @Requires(Scope.ADMIN_READ)
    @GetMapping("/api/admin/v1/providers/{providerId}/balances")
    Answer balances(Exchange exchange, @PathVariable String providerId) {
        return page(exchange, providerId, "balances", history::balances, KeptBalance::id);
    }

    @Requires(Scope.ADMIN_READ)
    @GetMapping("/api/admin/v1/providers/{providerId}/events")
    Answer events(Exchange exchange, @PathVariable String providerId) {
        return page(exchange, providerId, "events", history::events, KeptEvent::eventId);
    }

    private <T> Answer page(
            Exchange exchange, String providerId, String plural, Reading<T> reading, Function<T, Long> cursor) {
        QueryParameters query = new QueryParameters(exchange.request());
        int limit = query.limit();
        Long after = query.number("after");
        query.requireNoErrors();
        long id = PathIds.parse(providerId);
        List<T> found = reading.newest(id, after == null ? Long.MAX_VALUE : after, limit + 1);
        return found.isEmpty() && !history.knows(id)
                ? Answer.refused(UnknownProvider.refusal())
                : Page.of(found, limit, cursor).answer(plural);
    }

    /** Reads rows of one provider, newest first, with an id below {@code before}. */
    @FunctionalInterface
    private interface Reading<T> {
        List<T> newest(long providerId, long before, int limit);
    }
}
