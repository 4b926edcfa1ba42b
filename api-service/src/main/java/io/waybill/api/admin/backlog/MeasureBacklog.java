package io.waybill.api.admin.backlog;

import io.waybill.api.admin.backlog.Backlog.OfProvider;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.support.TransactionOperations;

/** Measures what waits for workers, as of one moment. Cheap enough to be asked every few seconds. Thread-safe. */
public final class MeasureBacklog {
    private static final int NEWEST_ATTEMPTS = 5_000;
    private static final int MILLIS_DIGITS = 3;

    private final JdbcBacklog backlog;
    private final TransactionOperations snapshot;

    /** @param snapshot sees the database as of one moment */
    MeasureBacklog(JdbcBacklog backlog, TransactionOperations snapshot) {
        this.backlog = backlog;
        this.snapshot = snapshot;
    }

    public Backlog measure() {
        return Objects.requireNonNull(snapshot.execute(_ -> measureNow()));
    }

    private Backlog measureNow() {
        backlog.runPlainly();
        Map<Long, Long> means = backlog.meanMillis(NEWEST_ATTEMPTS);
        Map<Long, Map<String, Long>> held = backlog.held();
        List<OfProvider> providers = backlog.providers().stream()
                .map(row -> ofProvider(row, means.get(row.id()), held.getOrDefault(row.id(), Map.of())))
                .toList();
        return new Backlog(
                true,
                providers.stream().mapToLong(OfProvider::waiting).sum(),
                providers.stream().mapToLong(OfProvider::oldestSeconds).max().orElse(0),
                providers.stream().mapToLong(OfProvider::workSeconds).max().orElse(0),
                total(held),
                providers);
    }

    private static Map<String, Long> total(Map<Long, Map<String, Long>> held) {
        return held.values().stream()
                .flatMap(ofProvider -> ofProvider.entrySet().stream())
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, Long::sum));
    }

    private static OfProvider ofProvider(JdbcBacklog.Row row, @Nullable Long meanMillis, Map<String, Long> held) {
        return new OfProvider(
                row.id(),
                row.name(),
                row.active(),
                row.waiting(),
                row.due(),
                row.oldestSeconds(),
                row.inFlight(),
                meanMillis == null ? null : BigDecimal.valueOf(meanMillis, MILLIS_DIGITS),
                row.load(meanMillis).workSeconds(),
                held);
    }
}
