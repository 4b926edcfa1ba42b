package io.waybill.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class SweepStartTest {
    private static final Duration AGE = Duration.ofSeconds(15);
    private static final long ALL_SENT = Long.MAX_VALUE;

    private long now = Long.MAX_VALUE - 1_000;
    private final SweepStart start = new SweepStart(AGE, now);

    @Test
    void itReadsFromBehindWhatWasOldEnoughToBeSeen() {
        pass(17);
        sweep(1_000, ALL_SENT);
        assertThat(start.next(now)).as("the rows up to 1,000 may be too young").isZero();

        pass(10);
        sweep(2_000, ALL_SENT);
        assertThat(start.next(now)).as("they still may").isZero();

        pass(7);
        sweep(3_000, ALL_SENT);
        assertThat(start.next(now)).isEqualTo(1_000);

        pass(17);
        sweep(4_000, ALL_SENT);
        assertThat(start.next(now)).isEqualTo(3_000);
    }

    @Test
    void whatCouldNotBeSentIsReadAgain() {
        pass(17);
        sweep(1_000, ALL_SENT);
        pass(17);
        sweep(2_000, 700);

        assertThat(start.next(now)).isEqualTo(699);
    }

    @Test
    void onceAMinuteItReadsFromTheStart() {
        pass(17);
        sweep(1_000, ALL_SENT);
        pass(17);
        sweep(2_000, ALL_SENT);
        assertThat(start.next(now)).isEqualTo(1_000);

        pass(26);
        assertThat(start.next(now)).isZero();
        assertThat(start.next(now)).as("again, if that one failed").isZero();
        sweep(3_000, 50);
        assertThat(start.next(now))
                .as("what was committed late and could not be sent")
                .isEqualTo(49);

        sweep(3_000, ALL_SENT);
        pass(26);
        sweep(4_000, ALL_SENT);
        assertThat(start.next(now)).isEqualTo(3_000);
    }

    private void sweep(long newest, long firstLeft) {
        start.swept(now, newest, firstLeft);
    }

    private void pass(int seconds) {
        now += Duration.ofSeconds(seconds).toNanos();
    }
}
