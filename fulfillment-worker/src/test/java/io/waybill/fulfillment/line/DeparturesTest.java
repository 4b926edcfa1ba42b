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

class DeparturesTest {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 2 * SECOND); // overflows on the way, as nanoTime may
    private final Random random = new Random(7);
    private final List<Long> leftAt = new ArrayList<>();

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 40, 333, 5_000})
    void whatCatchesUpTogetherLeavesNoFasterThanTheLimitAndNotMuchSlower(int limit) {
        Departures departures = new Departures(now::get, limit);

        for (int second = 0; second < 30; second++) {
            now.addAndGet(random.nextLong(SECOND / 2));
            for (int i = 0; i < limit; i++) {
                leave(departures);
            }
            now.set(leftAt.getLast());
        }

        for (int i = limit; i < leftAt.size(); i++) {
            assertThat(leftAt.get(i) - leftAt.get(i - limit)).isGreaterThanOrEqualTo(SECOND);
        }
        assertThat(leftAt.getLast() - leftAt.getFirst()).isLessThan(60 * SECOND);
    }

    @Test
    void nothingWaitsWhereTheLimitIsKeptAnyway() {
        Departures departures = new Departures(now::get, 10);
        for (int i = 0; i < 100; i++) {
            assertThat(departures.nextInNanos()).isZero();
            now.addAndGet(SECOND / 9);
        }
    }

    @Test
    void whatWasClaimedBeforeALimitWasLoweredLeavesWithinTwoSeconds() {
        Departures departures = new Departures(now::get, 100);
        departures.limit(1);
        leave(departures);
        for (int i = 0; i < 50; i++) {
            assertThat(departures.nextInNanos()).isBetween(SECOND, 2 * SECOND);
        }
    }

    @Test
    void aLimitThatWasNotLoweredIsKeptHoweverMuchWaits() {
        Departures departures = new Departures(now::get, 5);
        for (int i = 0; i < 50; i++) {
            leave(departures);
        }
        assertThat(leftAt.getLast() - leftAt.getFirst()).isGreaterThanOrEqualTo(9 * SECOND);
    }

    @Test
    void twoSecondsAfterALimitWasLoweredItIsKeptLikeAnyOther() {
        Departures departures = new Departures(now::get, 100);
        departures.limit(1);
        now.addAndGet(2 * SECOND);
        for (int i = 0; i < 10; i++) {
            leave(departures);
        }
        assertThat(leftAt.getLast() - leftAt.getFirst()).isGreaterThanOrEqualTo(9 * SECOND);
    }

    @Test
    void aLimitOfNothingLetsThoseGoThatWereClaimedBeforeAndIsKeptASecondLater() {
        Departures departures = new Departures(now::get, 10);
        departures.limit(0);
        assertThat(departures.isKept()).isTrue();

        assertThat(departures.nextInNanos()).isZero();

        assertThat(departures.isKept()).isFalse();
        now.addAndGet(SlidingWindow.WIDTH);
        assertThat(departures.isKept()).isTrue();
    }

    @Test
    void aLowerLimitIsKeptOnceWhatHadItsTurnBeforeHasLeft() {
        Departures departures = new Departures(now::get, 2);
        for (int i = 0; i < 8; i++) {
            leave(departures);
        }
        assertThat(departures.isKept()).isTrue();

        departures.limit(1);

        now.set(leftAt.getLast() + SlidingWindow.WIDTH - 1);
        assertThat(departures.isKept()).isFalse();
        now.incrementAndGet();
        assertThat(departures.isKept()).isTrue();
    }

    @Test
    void whatLeftBeforeALimitOfNothingCountsStillAfterIt() {
        Departures departures = new Departures(now::get, 10);
        for (int i = 0; i < 10; i++) {
            leave(departures);
        }
        departures.limit(0);
        departures.limit(10);
        assertThat(departures.nextInNanos()).isGreaterThanOrEqualTo(SECOND);
    }

    @Test
    void nothingWaitsWithoutALimit() {
        Departures departures = new Departures(now::get, RateLimit.NONE);
        for (int i = 0; i < 100_000; i++) {
            assertThat(departures.nextInNanos()).isZero();
        }
    }

    private void leave(Departures departures) {
        leftAt.add(now.get() + departures.nextInNanos());
    }
}
