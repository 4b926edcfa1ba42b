package io.waybill.checks;

import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** What a run has found so far, by check; between the statements it keeps the run's pace. For one thread. */
final class Tally {
    private final Map<String, Found> found = new LinkedHashMap<>();
    private final Map<String, Duration> took = new LinkedHashMap<>();
    private final Pace pace;
    private long orders;

    Tally(Collection<String> checks, Pace pace) {
        this.pace = pace;
        checks.forEach(check -> {
            found.put(check, Found.NOTHING);
            took.put(check, Duration.ZERO);
        });
    }

    <S> void run(Check<S> check, S scope) {
        run(check.name(), () -> check.among(scope));
    }

    void run(String check, Supplier<Found> work) {
        add(check, readFor(check, work));
    }

    void add(String check, Found more) {
        found.merge(check, more, Found::plus);
    }

    /** Reads what no check is charged for. */
    <T> T read(Supplier<T> work) {
        return timed(work, _ -> {});
    }

    /** Reads for a check; what that finds is still to be added. */
    <T> T readFor(String check, Supplier<T> work) {
        return timed(work, time -> took.merge(check, time, Duration::plus));
    }

    private <T> T timed(Supplier<T> work, Consumer<Duration> charge) {
        pace.rest();
        long started = System.nanoTime();
        T result = work.get();
        Duration time = Duration.ofNanos(System.nanoTime() - started);
        pace.worked(time);
        charge.accept(time);
        return result;
    }

    void ordersChecked(long more) {
        orders += more;
    }

    long ordersChecked() {
        return orders;
    }

    /** What was found, by check, in the order of the list. */
    Map<String, Found> found() {
        return Collections.unmodifiableMap(found);
    }

    Map<String, Duration> took() {
        return Collections.unmodifiableMap(took);
    }

    /** Whether every violation that these checks counted is among the examples. */
    boolean tellsAll(Collection<String> checks) {
        return checks.stream()
                .map(check -> found.getOrDefault(check, Found.NOTHING))
                .allMatch(some -> some.violations() == some.examples().size());
    }

    /** The violations that were told, of some checks. */
    List<Found.Violation> examples(Collection<String> checks) {
        return checks.stream()
                .flatMap(check -> found.getOrDefault(check, Found.NOTHING).examples().stream())
                .toList();
    }
}
