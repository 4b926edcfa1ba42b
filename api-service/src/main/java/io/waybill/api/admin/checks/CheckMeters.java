package io.waybill.api.admin.checks;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.waybill.checks.Report;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** The newest run as metrics; every instance shows the same, whichever ran. Thread-safe. */
final class CheckMeters {
    private static final double MILLIS_PER_SECOND = 1000;

    private final MeterRegistry registry;
    private final Map<String, AtomicLong> violations = new ConcurrentHashMap<>();
    private volatile @Nullable Report newest;

    CheckMeters(MeterRegistry registry, InstantSource clock) {
        this.registry = registry;
        Gauge.builder("waybill.checks.age", () -> age(clock.instant()))
                .baseUnit("seconds")
                .description("Since the snapshot of the newest run of the checks, whichever instance ran")
                .register(registry);
        Gauge.builder("waybill.checks.duration", this::duration)
                .baseUnit("seconds")
                .description("How long the newest run of the checks took")
                .register(registry);
    }

    void show(Report report) {
        newest = report;
        report.checks()
                .forEach(result ->
                        violations.computeIfAbsent(result.name(), this::gauge).set(result.violations()));
    }

    private AtomicLong gauge(String check) {
        AtomicLong value = new AtomicLong();
        Gauge.builder("waybill.check.violations", value, AtomicLong::doubleValue)
                .tag("check", check)
                .description("What is wrong by this check, as the newest run found it")
                .register(registry);
        return value;
    }

    private double age(Instant now) {
        Report report = newest;
        return report == null
                ? Double.NaN
                : Duration.between(report.checkedAt(), now).toMillis() / MILLIS_PER_SECOND;
    }

    private double duration() {
        Report report = newest;
        return report == null ? Double.NaN : report.took().toMillis() / MILLIS_PER_SECOND;
    }
}
