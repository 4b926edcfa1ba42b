package io.waybill.fulfillment.line;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RateLimitTest {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 2 * SECOND); // overflows on the way, as nanoTime may
    private final Random random = new Random(7);
    private final List<Long> granted = new ArrayList<>();

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 8, 20, 40, 333, 5_000})
    void inNoSecondMoreIsGrantedThanTheLimitAndNotMuchLess(int limit) {
        RateLimit rate = new RateLimit(now::get, limit);

        for (long end = now.get() + 30 * SECOND; now.get() - end < 0; ) {
            take(rate, limit);
            now.addAndGet(random.nextLong(Duration.ofMillis(40).toNanos()));
        }

        assertThat(mostInASecond()).isLessThanOrEqualTo(limit);
        assertThat(granted.size()).isGreaterThanOrEqualTo((int) (30 * limit * 0.9));
    }

    @Test
    void whatWasGrantedBeforeALowerLimitCountsStill() {
        RateLimit rate = new RateLimit(now::get, 80);
        while (granted.size() < 40) {
            take(rate, 80);
            now.addAndGet(Duration.ofMillis(5).toNanos());
        }

        rate.limit(20);

        assertThat(rate.isKept()).isFalse();
        assertThat(rate.take(20)).isZero();
        now.addAndGet(Duration.ofMillis(1_050).toNanos());
        assertThat(rate.isKept()).isTrue();
        assertThat(rate.take(20)).isEqualTo(4);
    }

    @Test
    void whatWasGrantedBeforeALimitOfZeroCountsStillAfterIt() {
        RateLimit rate = new RateLimit(now::get, 80);
        while (granted.size() < 78) {
            take(rate, 80);
            now.addAndGet(Duration.ofMillis(5).toNanos());
        }

        rate.limit(0);
        rate.limit(80);
        for (int i = 0; i < 60; i++) {
            now.addAndGet(Duration.ofMillis(5).toNanos());
            take(rate, 80);
        }

        assertThat(mostInASecond()).isLessThanOrEqualTo(80);
    }

    @Test
    void whatIsGivenBackMayBeGrantedAgain() {
        RateLimit rate = new RateLimit(now::get, 8);

        for (int i = 0; i < 100; i++) {
            assertThat(rate.take(8)).isEqualTo(3);
            rate.giveBack(3);
        }
    }

    @Test
    void itTellsWhenItAllowsMore() {
        RateLimit rate = new RateLimit(now::get, 3);
        assertThat(rate.nextInNanos()).isNotPositive();

        assertThat(rate.take(3)).isEqualTo(2);
        long wait = rate.nextInNanos();

        now.addAndGet(wait - 1);
        assertThat(rate.take(3)).isZero();
        now.addAndGet(1);
        assertThat(rate.take(3)).isEqualTo(1);
    }

    @Test
    void nothingIsAllowedByALimitOfZeroAndEverythingWithoutOne() {
        assertThat(new RateLimit(now::get, 0).take(1)).isZero();
        assertThat(new RateLimit(now::get, 0).nextInNanos()).isEqualTo(Long.MAX_VALUE);
        assertThat(new RateLimit(now::get, RateLimit.NONE).take(1_000_000)).isEqualTo(1_000_000);
    }

    private void take(RateLimit rate, int wanted) {
        for (int i = rate.take(wanted); i > 0; i--) {
            granted.add(now.get());
        }
    }

    private int mostInASecond() {
        int most = 0;
        int from = 0;
        for (int to = 0; to < granted.size(); to++) {
            while (granted.get(to) - granted.get(from) >= SECOND) {
                from++;
            }
            most = Math.max(most, to - from + 1);
        }
        return most;
    }
}
