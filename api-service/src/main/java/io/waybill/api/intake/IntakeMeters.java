package io.waybill.api.intake;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.waybill.order.placing.Placement;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** What is measured of the lanes. Thread-safe. */
final class IntakeMeters {
    private final MeterRegistry registry;
    private final DistributionSummary batchSize;
    private final Timer accepted;
    private final Timer refused;
    private final Timer uncertain;
    private final Map<Shed, Counter> sheds = new EnumMap<>(Shed.class);

    IntakeMeters(MeterRegistry registry) {
        this.registry = registry;
        this.batchSize = DistributionSummary.builder("waybill.intake.batch.size")
                .description("requests placed in one transaction")
                .register(registry);
        this.accepted = latency("accepted");
        this.refused = latency("refused");
        this.uncertain = latency("uncertain");
        for (Shed shed : Shed.values()) {
            sheds.put(
                    shed,
                    Counter.builder("waybill.intake.shed")
                            .description("requests refused unseen")
                            .tag("why", shed.name().toLowerCase(Locale.ROOT))
                            .register(registry));
        }
    }

    void measureQueue(Supplier<Number> depth) {
        Gauge.builder("waybill.intake.queued", depth)
                .description("requests waiting in all lanes")
                .register(registry);
    }

    void placed(int requests) {
        batchSize.record(requests);
    }

    void answered(Placement placement, long nanos) {
        Timer timer =
                switch (placement) {
                    case Placement.Accepted _ -> accepted;
                    case Placement.Refused _ -> refused;
                    case Placement.Uncertain _ -> uncertain;
                };
        timer.record(nanos, TimeUnit.NANOSECONDS);
    }

    void shed(Shed why) {
        Counter counter = sheds.get(why);
        if (counter != null) {
            counter.increment();
        }
    }

    private Timer latency(String result) {
        return Timer.builder("waybill.intake.latency")
                .description("from submission to answer")
                .tag("result", result)
                .register(registry);
    }
}
