package io.waybill.api.intake;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.LongSupplier;

/**
 * The ids of one lane's orders. To draw ids is a commit of its own, which waits for the disk as the batch's does: in a
 * crowd one draw serves several batches. What is not used soon is dropped, so that ids follow the time of their orders
 * but for {@link #FRESH}. Not thread-safe.
 */
final class OrderIds {
    static final int BATCHES_PER_DRAW = 4;
    static final Duration FRESH = Duration.ofMillis(100);

    private final IntFunction<List<Long>> draw;
    private final LongSupplier nanoTime;
    private final Deque<Long> left = new ArrayDeque<>();
    private long drawnAt;

    /** @param draw gives as many ids as it is asked for: unique, growing, never given again */
    OrderIds(IntFunction<List<Long>> draw, LongSupplier nanoTime) {
        this.draw = draw;
        this.nanoTime = nanoTime;
    }

    /** Ids for a batch; never the same twice. What the draw throws leaves everything as it was. */
    List<Long> next(int count) {
        if (nanoTime.getAsLong() - drawnAt > FRESH.toNanos()) {
            left.clear();
        }
        if (left.size() < count) {
            left.addAll(draw.apply(count == 1 ? 1 : count * BATCHES_PER_DRAW));
            drawnAt = nanoTime.getAsLong();
        }
        List<Long> next = new ArrayList<>(count);
        while (next.size() < count) {
            next.add(left.remove());
        }
        return next;
    }
}
