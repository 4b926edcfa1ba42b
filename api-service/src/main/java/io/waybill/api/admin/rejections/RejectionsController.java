package io.waybill.api.admin.rejections;

import io.waybill.account.Scope;
import io.waybill.api.http.Answer;
import io.waybill.api.http.Exchange;
import io.waybill.api.http.Page;
import io.waybill.api.input.QueryParameters;
import io.waybill.api.security.Requires;
import io.waybill.error.ErrorCode;
import io.waybill.error.Refusal;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;

@Controller
final class RejectionsController {
    private static final int DEFAULT_DAYS = 30;
    private static final int MOST_DAYS = 366;

    private final JdbcRejectionList rejections;
    private final InstantSource clock;

    RejectionsController(JdbcRejectionList rejections, InstantSource clock) {
        this.rejections = rejections;
        this.clock = clock;
    }

    @Requires(Scope.ADMIN_READ)
    @GetMapping("/api/admin/v1/rejections")
    Answer rejections(Exchange exchange) {
        QueryParameters parameters = new QueryParameters(exchange.request());
        int limit = parameters.limit();
        RejectionQuery query = new RejectionQuery(
                parameters.number("account_id"),
                parameters.word("error", ErrorCode::ofWire),
                parameters.number("item_id"),
                parameters.number("http_status"),
                parameters.time("from"),
                parameters.time("to"),
                parameters.number("after"),
                limit + 1);
        parameters.requireNoErrors();
        return Page.of(rejections.list(query), limit, RejectionView::rejectionId)
                .answer("rejections");
    }

    /** From one day to another, both included. */
    @Requires(Scope.ADMIN_READ)
    @GetMapping("/api/admin/v1/rejections/counts")
    Answer counts(Exchange exchange) {
        QueryParameters query = new QueryParameters(exchange.request());
        LocalDate last = day(query.time("to"), clock.instant());
        Instant from = query.time("from");
        query.requireNoErrors();
        LocalDate first = from == null ? last.minusDays(DEFAULT_DAYS - 1) : day(from, from);
        if (ChronoUnit.DAYS.between(first, last) >= MOST_DAYS) {
            return Answer.refused(
                    Refusal.invalid("from", "range", "may lie at most " + MOST_DAYS + " days before the end"));
        }
        return new Page<>(rejections.counts(first, last), null).answer("counts");
    }

    private static LocalDate day(@Nullable Instant time, Instant otherwise) {
        return LocalDate.ofInstant(time == null ? otherwise : time, ZoneOffset.UTC);
    }
}
