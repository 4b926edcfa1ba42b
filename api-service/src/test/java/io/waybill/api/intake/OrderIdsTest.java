package io.waybill.api.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class OrderIdsTest {
    private final List<Integer> draws = new ArrayList<>();
    private long drawn = 1000;
    private boolean unreachable;
    private Duration now = Duration.ofDays(1);
    private final OrderIds ids = new OrderIds(this::draw, () -> now.toNanos());

    @Test
    void aLoneRequestDrawsOneId() {
        assertThat(ids.next(1)).containsExactly(1001L);
        assertThat(ids.next(1)).containsExactly(1002L);
        assertThat(draws).containsExactly(1, 1);
    }

    @Test
    void oneDrawServesTheBatchesOfACrowd() {
        List<Long> given = IntStream.range(0, 8)
                .boxed()
                .flatMap(_ -> ids.next(30).stream())
                .toList();

        assertThat(given).isEqualTo(LongStream.rangeClosed(1001, 1240).boxed().toList());
        assertThat(draws).containsExactly(120, 120);
    }

    @Test
    void whatIsLeftIsUsedBeforeWhatIsDrawn() {
        ids.next(10);

        assertThat(ids.next(35)).hasSize(35).startsWith(1011L).isSorted().doesNotHaveDuplicates();
        assertThat(draws).containsExactly(40, 140);
    }

    @Test
    void idsThatNobodyUsedInTimeAreDropped() {
        ids.next(10);

        now = now.plus(OrderIds.FRESH);
        assertThat(ids.next(1)).containsExactly(1011L);
        now = now.plusNanos(1);
        assertThat(ids.next(1)).containsExactly(1041L);
    }

    @Test
    void aDrawThatFailsTakesNothing() {
        ids.next(10);
        unreachable = true;
        assertThatThrownBy(() -> ids.next(31)).hasMessage("unreachable");
        unreachable = false;

        assertThat(ids.next(30)).startsWith(1011L).endsWith(1040L);
    }

    private List<Long> draw(int count) {
        if (unreachable) {
            throw new IllegalStateException("unreachable");
        }
        draws.add(count);
        return LongStream.range(0, count).map(_ -> ++drawn).boxed().toList();
    }
}
