package io.waybill.api.admin.checks;

import io.waybill.account.Scope;
import io.waybill.api.http.Answer;
import io.waybill.api.http.Exchange;
import io.waybill.api.http.RefusedException;
import io.waybill.api.input.QueryParameters;
import io.waybill.api.security.Requires;
import io.waybill.checks.Checks;
import io.waybill.checks.Depth;
import io.waybill.checks.Report;
import io.waybill.error.ErrorCode;
import io.waybill.error.Refusal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;

@Controller
final class ChecksController {
    private final Checks checks;
    private final CheckMeters meters;

    ChecksController(Checks checks, CheckMeters meters) {
        this.checks = checks;
        this.meters = meters;
    }

    @Requires(Scope.ADMIN_READ)
    @GetMapping("/api/admin/v1/checks")
    Answer checks(Exchange exchange) {
        QueryParameters query = new QueryParameters(exchange.request());
        String full = query.text("full");
        query.requireNoErrors();
        return switch (checks.run(depth(full == null ? "false" : full))) {
            case Checks.Outcome.Proved(Report report) -> {
                meters.show(report);
                yield Answer.ok(Proved.of(report));
            }
            case Checks.Outcome.Busy(Duration waited) ->
                Answer.refused(Refusal.of(
                        ErrorCode.REQUEST_IN_PROGRESS,
                        "Another run of the checks has been under way for " + waited.toSeconds()
                                + " seconds: ask again when it has ended.",
                        waited));
            case Checks.Outcome.TookTooLong(Duration limit) ->
                Answer.refused(Refusal.of(
                        ErrorCode.UNAVAILABLE,
                        "The checks were not done within " + limit.toSeconds()
                                + " seconds and say nothing: see docs/checks.md for the limits.",
                        limit));
        };
    }

    private static Depth depth(String full) {
        return switch (full) {
            case "true" -> Depth.FULL;
            case "false" -> Depth.INCREMENTAL;
            default -> throw new RefusedException(Refusal.invalid("full", "type", "must be true or false"));
        };
    }

    private record Proved(
            boolean ok,
            Instant checkedAt,
            String mode,
            long ordersChecked,
            long ordersTotal,
            long tookMs,
            List<OneCheck> checks,
            Report.LateSuccesses lateSuccesses) {
        static Proved of(Report report) {
            return new Proved(
                    report.holds(),
                    report.checkedAt(),
                    report.depth().wire(),
                    report.ordersChecked(),
                    report.ordersTotal(),
                    report.took().toMillis(),
                    report.checks().stream().map(OneCheck::of).toList(),
                    report.lateSuccesses());
        }
    }

    private record OneCheck(
            String name, boolean ok, long violations, long checked, String says, List<Map<String, Object>> examples) {
        static OneCheck of(Report.Result result) {
            return new OneCheck(
                    result.name(),
                    result.holds(),
                    result.violations(),
                    result.checked(),
                    result.says(),
                    result.examples());
        }
    }
}
