package io.waybill.fulfillment.settle;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.waybill.fulfillment.ruling.Ruling;
import io.waybill.provider.Outcome;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;

/** Tells people and figures what was settled: never a recipient, a code or a key. Thread-safe. */
final class SettleReport {
    private static final Logger log = LoggerFactory.getLogger(SettleReport.class);

    private final MeterRegistry meters;
    private final DistributionSummary batches;
    private final Counter lateSuccesses;
    private final Counter refusals;

    SettleReport(MeterRegistry meters) {
        this.meters = meters;
        this.batches = DistributionSummary.builder("waybill.fulfillment.settle.batch")
                .description("Outcomes settled in one transaction")
                .register(meters);
        this.lateSuccesses = Counter.builder("waybill.fulfillment.late.successes")
                .description("Purchases that the store bears the cost of")
                .register(meters);
        this.refusals = Counter.builder("waybill.fulfillment.settle.refused")
                .description("Tries to settle one outcome that the database refused")
                .register(meters);
    }

    void settled(List<Settled> batch) {
        batches.record(batch.size());
        batch.forEach(this::settled);
    }

    void refused(Finished finished, RuntimeException cause) {
        refusals.increment();
        log.atError()
                .addKeyValue("order", finished.orderId())
                .addKeyValue("attempt", finished.attemptId())
                .addKeyValue("outcome", Answers.word(finished.outcome()))
                .setCause(cause)
                .log("an outcome can't be settled");
    }

    private void settled(Settled settled) {
        Outcome outcome = settled.finished().outcome();
        meters.counter("waybill.fulfillment.outcomes", "kind", Answers.word(outcome))
                .increment();
        if (settled.isLateSuccess()) {
            lateSuccesses.increment();
        }
        LoggingEventBuilder line = log.atLevel(level(settled))
                .addKeyValue("order", settled.standing().orderId())
                .addKeyValue("account", settled.standing().accountId())
                .addKeyValue("provider", settled.standing().providerId())
                .addKeyValue("attempt", settled.standing().attemptNumber())
                .addKeyValue("send", settled.finished().send())
                .addKeyValue("outcome", Answers.word(outcome));
        if (outcome instanceof Outcome.NotBought || outcome instanceof Outcome.Unknown) {
            line = line.addKeyValue("http_status", outcome.exchange().httpStatus());
        }
        line.log(words(settled));
    }

    private static Level level(Settled settled) {
        if (settled.isLateSuccess()) {
            return Level.ERROR;
        }
        return settled.ruling() instanceof Ruling.StillUnknown ? Level.WARN : Level.INFO;
    }

    private static String words(Settled settled) {
        if (settled.isLateSuccess()) {
            return "late success: bought, but the order has ended without it";
        }
        return switch (settled.ruling()) {
            case Ruling.Resolved resolved -> resolved.bought() ? "bought" : "not bought";
            case Ruling.StillUnknown _ -> "outcome unknown";
            case Ruling.TooLate _ -> "answer came too late, kept";
        };
    }
}
