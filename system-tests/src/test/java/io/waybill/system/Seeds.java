package io.waybill.system;

import io.waybill.fulfillment.checkpoint.Checkpoint;
import java.util.Random;
import java.util.function.LongConsumer;

/**
 * The seeds of this run: {@code -Dwaybill.seeds} many, from {@code -Dwaybill.seed} on. The same seed is the same run.
 */
final class Seeds {
    private static final long FIRST = Long.getLong("waybill.seed", 20260101L);
    private static final int COUNT = Integer.getInteger("waybill.seeds", 1);

    private Seeds() {}

    static void forEach(LongConsumer test) {
        for (long seed = FIRST; seed < FIRST + COUNT; seed++) {
            test.accept(seed);
        }
    }

    /** Which pass of a checkpoint counts: some are passed once for each order, others once for many. */
    static int pass(Checkpoint point, Random random) {
        return switch (point) {
            case BEFORE_FRESHNESS_CHECK, AFTER_FRESHNESS_CHECK, AFTER_ANSWER -> 1 + random.nextInt(12);
            case AFTER_POLL,
                    BEFORE_CLAIM_COMMIT,
                    AFTER_CLAIM_COMMIT,
                    BEFORE_ACKNOWLEDGE,
                    AFTER_ACKNOWLEDGE,
                    BEFORE_SETTLE_COMMIT,
                    AFTER_SETTLE_COMMIT -> 1 + random.nextInt(3);
        };
    }
}
