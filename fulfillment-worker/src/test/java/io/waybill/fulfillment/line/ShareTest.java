package io.waybill.fulfillment.line;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ShareTest {
    @Test
    void allPartsTogetherAreTheWhole() {
        for (int limit = 1; limit <= 200; limit++) {
            for (int workers = 1; workers <= 12; workers++) {
                int of = limit;
                int all = workers;
                assertThat(IntStream.range(0, workers)
                                .map(rank -> new Share(rank, all).of(of))
                                .sum())
                        .isEqualTo(limit);
            }
        }
    }

    /** So that workers with different knowledge of who is there never exceed the whole together. */
    @Test
    void aPartIsNoLargerForAWorkerThatKnowsMoreOthers() {
        for (int limit = 1; limit <= 200; limit++) {
            for (int workers = 1; workers <= 12; workers++) {
                for (int rank = 0; rank < workers; rank++) {
                    int part = new Share(rank, workers).of(limit);
                    assertThat(new Share(rank, workers + 1).of(limit)).isLessThanOrEqualTo(part);
                    assertThat(new Share(rank + 1, workers + 1).of(limit)).isLessThanOrEqualTo(part);
                }
            }
        }
    }

    @Test
    void whoeverHasNoPartYetHasNothingOfAnyLimit() {
        assertThat(Share.NONE.of(10_000)).isZero();
    }
}
