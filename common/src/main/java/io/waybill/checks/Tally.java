package io.waybill.checks;

import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** What a run has found so far, by check; between the checks it keeps the run's pace. For one thread. */
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
        long started = System.nanoTime();
        Found more = work.get();
        add(check, more, Duration.ofNanos(System.nanoTime() - started));
    }

    void add(String check, Found more, Duration moreTime) {
        found.merge(check, more, Found::plus);
        took.merge(check, moreTime, Duration::plus);
        pace.rest(moreTime);
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

    /** The violations that were told, of some checks. */
    List<Found.Violation> examples(Collection<String> checks) {
        return checks.stream()
                .flatMap(check -> found.getOrDefault(check, Found.NOTHING).examples().stream())
                .toList();
    }
}
