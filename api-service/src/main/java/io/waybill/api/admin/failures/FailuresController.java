package io.waybill.api.admin.failures;

import io.waybill.account.Mode;
import io.waybill.account.Scope;
import io.waybill.api.admin.AdminDesk;
import io.waybill.api.admin.AdminWrite;
import io.waybill.api.admin.Done;
import io.waybill.api.admin.failures.RemedyFailures.Result;
import io.waybill.api.http.Answer;
import io.waybill.api.http.Exchange;
import io.waybill.api.http.Page;
import io.waybill.api.input.QueryParameters;
import io.waybill.api.security.Requires;
import io.waybill.error.Refusal;
import io.waybill.order.remedy.Remedy;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;

@Controller
final class FailuresController {
    private final FindFailures findFailures;
    private final RemedyFailures remedyFailures;
    private final AdminDesk desk;

    FailuresController(FindFailures findFailures, RemedyFailures remedyFailures, AdminDesk desk) {
        this.findFailures = findFailures;
        this.remedyFailures = remedyFailures;
        this.desk = desk;
    }

    @Requires(Scope.ADMIN_READ)
    @GetMapping("/api/admin/v1/failures")
    Answer failures(Exchange exchange) {
        QueryParameters parameters = new QueryParameters(exchange.request());
        int limit = parameters.limit();
        Place after = parameters.cursor("after", Place::parse);
        FailureFilter filter = filter(parameters);
        parameters.requireNoErrors();
        List<Placed> found = findFailures.find(filter, Objects.requireNonNullElse(after, Place.START), limit + 1);
        return Page.of(found, limit, Placed::place)
                .map(rows -> rows.stream().map(Placed::row).toList())
                .answer("failures");
    }

    @Requires(Scope.ADMIN_READ)
    @GetMapping("/api/admin/v1/failures/groups")
    Answer groups(Exchange exchange) {
        QueryParameters parameters = new QueryParameters(exchange.request());
        int limit = parameters.limit();
        FailureFilter filter = filter(parameters);
        parameters.requireNoErrors();
        List<FailureGroup> found = findFailures.groups(filter, limit + 1);
        return Answer.ok(new Groups(true, found.subList(0, Math.min(limit, found.size())), found.size() > limit, null));
    }

    @Requires(Scope.ADMIN_WRITE)
    @PostMapping("/api/admin/v1/failures/actions")
    Answer act(Exchange exchange) {
        AdminWrite write = desk.read(exchange, AdminDesk.Reason.OPTIONAL);
        ActionRequest request = ActionRequest.read(write);
        Remedy remedy = request.remedy();
        if (request.dryRun()) {
            return planned(remedyFailures.plan(remedy, request.selection()));
        }
        return desk.carryOut(write, () -> done(write, remedy, remedyFailures.apply(remedy, request.selection())));
    }

    private static Answer planned(Result result) {
        return switch (result) {
            case Result.Refused(Refusal refusal) -> Answer.refused(refusal);
            case Result.Report report -> Answer.ok(ActionAnswer.plan(report));
        };
    }

    private static Done done(AdminWrite write, Remedy remedy, Result result) {
        return switch (result) {
            case Result.Refused(Refusal refusal) -> new Done.Refused(refusal);
            case Result.Report report ->
                Done.well(ActionAnswer.outcome(report), ActionAnswer.entries(write, remedy, report));
        };
    }

    private static FailureFilter filter(QueryParameters parameters) {
        return new FailureFilter(
                parameters.words("cause", Cause::ofWire),
                parameters.number("provider_id"),
                parameters.number("item_id"),
                parameters.number("account_id"),
                parameters.words("mode", Mode::ofWire),
                parameters.time("from"),
                parameters.time("to"));
    }

    private record Groups(
            boolean ok,
            List<FailureGroup> groups,
            boolean hasMore,
            @Nullable Object next) {}
}
