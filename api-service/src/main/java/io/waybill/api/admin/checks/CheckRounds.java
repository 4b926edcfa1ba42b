package io.waybill.api.admin.checks;

import io.waybill.api.schedule.Repeater;
import io.waybill.checks.Checks;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;

/**
 * Sees to it that the checks are run without anybody calling. Every instance does; the first to find that a run is due
 * runs it, and the others show what it found.
 */
final class CheckRounds implements SmartLifecycle {
    /** How often to look whether a run is due: after a peak one follows the other, until none is left behind. */
    private static final Duration LOOK = Duration.ofSeconds(5);

    private final Checks checks;
    private final CheckMeters meters;
    private final Duration every;
    private volatile @Nullable Repeater rounds;
    private volatile boolean stopping;

    /** @param every zero: never */
    CheckRounds(Checks checks, CheckMeters meters, Duration every) {
        this.checks = checks;
        this.meters = meters;
        this.every = every;
    }

    @Override
    public void start() {
        if (!every.isZero()) {
            stopping = false;
            rounds = Repeater.start("checks", every.compareTo(LOOK) < 0 ? every : LOOK, this::round);
        }
    }

    private void round() {
        checks.runIfDue(every, () -> stopping);
        checks.newest().ifPresent(meters::show);
    }

    @Override
    public void stop() {
        Repeater running = rounds;
        if (running != null) {
            stopping = true;
            running.close();
            rounds = null;
        }
    }

    @Override
    public boolean isRunning() {
        return rounds != null;
    }
}
