package io.waybill.checks;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PaceTest {
    private final AtomicLong now = new AtomicLong(-42);
    private final AtomicBoolean awaited = new AtomicBoolean();

    @Test
    void a_run_rests_three_times_as_long_as_it_worked() {
        Pace pace = pace(Duration.ofSeconds(1));
        work(pace, 7);
        pace.rest();
        work(pace, 60);
        work(pace, 40);
        pace.rest();
        pace.rest();
        assertThat(pace.rested()).isEqualTo(Duration.ofMillis(321));
    }

    @Test
    void it_rests_no_more_when_it_has_become_old() {
        Pace pace = pace(Duration.ofMillis(500));
        work(pace, 100);
        pace.rest();
        work(pace, 50);
        pace.rest();
        work(pace, 100);
        pace.rest();
        assertThat(pace.rested()).isEqualTo(Duration.ofMillis(350));
    }

    @Test
    void no_rest_is_so_long_that_its_session_would_be_ended() {
        Pace pace = pace(Duration.ofMinutes(1));
        work(pace, 20_000);
        pace.rest();
        assertThat(pace.rested()).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void who_begins_to_wait_ends_the_rest_within_ten_milliseconds() {
        Pace pace = new Pace(Duration.ofSeconds(1), awaited::get, now::get, nanos -> {
            now.addAndGet(nanos);
            awaited.set(true);
        });
        work(pace, 100);
        pace.rest();
        assertThat(pace.rested()).isPositive().isLessThanOrEqualTo(Duration.ofMillis(10));
    }

    @Test
    void a_rest_that_took_longer_than_it_should_counts_as_long_as_it_took() {
        Pace pace = new Pace(Duration.ofSeconds(1), awaited::get, now::get, nanos -> now.addAndGet(5 * nanos));
        work(pace, 2);
        pace.rest();
        assertThat(pace.rested()).isEqualTo(Duration.ofMillis(30));
    }

    @Test
    void a_hurried_run_does_not_rest() {
        Pace pace = Pace.hurried();
        pace.worked(Duration.ofSeconds(1));
        pace.rest();
        assertThat(pace.rested()).isZero();
    }

    private Pace pace(Duration young) {
        return new Pace(young, awaited::get, now::get, now::addAndGet);
    }

    private void work(Pace pace, long millis) {
        now.addAndGet(Duration.ofMillis(millis).toNanos());
        pace.worked(Duration.ofMillis(millis));
    }
}
