package io.waybill.checks;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PaceTest {
    private final AtomicLong parked = new AtomicLong();
    private final AtomicBoolean awaited = new AtomicBoolean();

    @Test
    void a_run_rests_three_times_as_long_as_it_worked() {
        Pace pace = pace(Duration.ofSeconds(1));
        pace.rest(Duration.ofMillis(7));
        pace.rest(Duration.ofMillis(100));
        assertThat(pace.rested()).isEqualTo(Duration.ofMillis(321));
        assertThat(parked).hasValue(Duration.ofMillis(321).toNanos());
    }

    @Test
    void rests_end_when_they_were_long_enough_altogether() {
        Pace pace = pace(Duration.ofMillis(500));
        pace.rest(Duration.ofMillis(100));
        pace.rest(Duration.ofMillis(100));
        pace.rest(Duration.ofMillis(100));
        assertThat(pace.rested()).isEqualTo(Duration.ofMillis(500));
    }

    @Test
    void who_begins_to_wait_ends_the_rest_within_ten_milliseconds() {
        Pace pace = new Pace(Duration.ofSeconds(1), awaited::get, nanos -> {
            parked.addAndGet(nanos);
            awaited.set(true);
        });
        pace.rest(Duration.ofMillis(100));
        assertThat(parked.get())
                .isPositive()
                .isLessThanOrEqualTo(Duration.ofMillis(10).toNanos());
        pace.rest(Duration.ofMillis(100));
        assertThat(parked.get()).isEqualTo(pace.rested().toNanos());
    }

    @Test
    void a_hurried_run_does_not_rest() {
        Pace pace = Pace.hurried();
        pace.rest(Duration.ofSeconds(1));
        assertThat(pace.rested()).isZero();
    }

    private Pace pace(Duration most) {
        return new Pace(most, awaited::get, parked::addAndGet);
    }
}
