package io.waybill.api.admin.failures;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.waybill.api.admin.AdminWrite;
import io.waybill.api.admin.failures.RemedyFailures.Result.Report;
import io.waybill.audit.AuditEntry;
import io.waybill.audit.Facts;
import io.waybill.error.Refusal;
import io.waybill.money.Usd;
import io.waybill.order.FailureCode;
import io.waybill.order.HoldReason;
import io.waybill.order.Order;
import io.waybill.order.remedy.Objection;
import io.waybill.order.remedy.Remedied;
import io.waybill.order.remedy.Remedy;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is answered to an action, and what the audit log says of it. */
final class ActionAnswer {
    private ActionAnswer() {}

    static Plan plan(Report report) {
        List<Remedied.Done> planned = done(report);
        return new Plan(
                true,
                true,
                planned.size(),
                amount(planned),
                report.results().stream()
                        .filter(result -> !(result instanceof Remedied.Done))
                        .map(ActionAnswer::line)
                        .toList(),
                report.next() != null,
                next(report));
    }

    static Outcome outcome(Report report) {
        List<Remedied.Done> done = done(report);
        return new Outcome(
                true,
                report.results().size(),
                done.size(),
                (int) report.results().stream()
                        .filter(Remedied.Failed.class::isInstance)
                        .count(),
                amount(done),
                report.results().stream().map(ActionAnswer::line).toList(),
                report.next() != null,
                next(report));
    }

    /** A text, as in every list. */
    private static @Nullable String next(Report report) {
        return report.next() == null ? null : report.next().toString();
    }

    /** One entry for each order that something was done about. */
    static List<AuditEntry> entries(AdminWrite write, Remedy remedy, Report report) {
        String action = "order." + remedy.kind().wire();
        return done(report).stream()
                .map(done -> write.entry(action, "order:" + done.orderId(), facts(done.before()), after(remedy, done)))
                .toList();
    }

    private static List<Remedied.Done> done(Report report) {
        return report.results().stream()
                .filter(Remedied.Done.class::isInstance)
                .map(Remedied.Done.class::cast)
                .toList();
    }

    private static String amount(List<Remedied.Done> done) {
        return done.stream()
                .map(Remedied.Done::amount)
                .reduce(Usd.ZERO, Usd::plus)
                .toLongString();
    }

    private static Line line(Remedied result) {
        return switch (result) {
            case Remedied.Done(Order before, Order _, Usd _, Order placed) ->
                new Line(before.id(), "done", null, null, placed == null ? null : placed.id());
            case Remedied.Skipped(long orderId, Objection objection, Long reorderedAs) ->
                new Line(orderId, "skipped", objection.wire(), objection.message(), reorderedAs);
            case Remedied.Failed(long orderId, Refusal refusal) ->
                new Line(orderId, "failed", refusal.code().wire(), refusal.message(), null);
        };
    }

    private static Facts after(Remedy remedy, Remedied.Done done) {
        Facts facts = facts(done.after()).and("amount", done.amount().toLongString());
        Order placed = done.newOrder();
        return switch (remedy) {
            case Remedy.Retry _, Remedy.Refund _ -> facts;
            case Remedy.Reorder _ -> facts.and("new_order_id", placed == null ? null : placed.id());
            case Remedy.ResolveNotBought _ -> facts.and("outcome", "not_bought");
            case Remedy.ResolveBought bought ->
                facts.and("outcome", "bought")
                        .and("provider_order_id", bought.providerOrderId())
                        .and("delivered", bought.delivery() != null);
        };
    }

    private static Facts facts(Order order) {
        HoldReason hold = order.holdReason();
        FailureCode failure = order.failureCode();
        return Facts.of("status", order.status().wire())
                .and("hold_reason", hold == null ? null : hold.wire())
                .and("failure_code", failure == null ? null : failure.wire())
                .and("refunded", order.refunded().toLongString())
                .and("version", order.version());
    }

    /**
     * What would be done.
     *
     * @param planned orders that it would be done to
     * @param amount USD, of those
     * @param skipped those that it would not be done to
     * @param next where a query goes on
     */
    record Plan(
            boolean ok,
            boolean dryRun,
            int planned,
            String amount,
            List<Line> skipped,
            boolean hasMore,
            @Nullable String next) {}

    /**
     * What was done.
     *
     * @param planned orders that were looked at: done, skipped and failed
     * @param amount USD, of those that it was done to
     * @param results one for each order
     * @param next where a query goes on
     */
    record Outcome(
            boolean ok,
            int planned,
            int done,
            int failed,
            String amount,
            List<Line> results,
            boolean hasMore,
            @Nullable String next) {}

    /** What became of one order. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Line(
            long orderId,
            String outcome,
            @Nullable String reason,
            @Nullable String message,
            @Nullable Long newOrderId) {}
}
