package io.waybill.api.ratelimit;

import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.TimeMeter;
import io.github.bucket4j.TokensInheritanceStrategy;
import java.time.Duration;
import java.util.function.LongSupplier;

/** One key's tokens: as many come in each second as it may send, and no more than that are kept. Thread-safe. */
final class KeyBucket {
    private final Bucket bucket;
    private volatile int perSecond;

    KeyBucket(int perSecond, LongSupplier nanoTime) {
        this.perSecond = perSecond;
        this.bucket = Bucket.builder()
                .addLimit(limit(perSecond))
                .withCustomTimePrecision(new Clock(nanoTime))
                .build();
    }

    int perSecond() {
        return perSecond;
    }

    /**
     * Changes the limit if it is another. Whoever waits never waits longer for it: what is owed and what is left stay
     * as they are under a higher limit, and shrink with it under a lower one.
     */
    void limitTo(int newPerSecond) {
        if (newPerSecond != perSecond) {
            change(newPerSecond);
        }
    }

    private synchronized void change(int newPerSecond) {
        if (newPerSecond == perSecond) {
            return;
        }
        bucket.replaceConfiguration(
                BucketConfiguration.builder().addLimit(limit(newPerSecond)).build(),
                newPerSecond < perSecond ? TokensInheritanceStrategy.PROPORTIONALLY : TokensInheritanceStrategy.AS_IS);
        perSecond = newPerSecond;
    }

    ConsumptionProbe take() {
        return bucket.tryConsumeAndReturnRemaining(1);
    }

    void owe(int tokens) {
        var _ = bucket.consumeIgnoringRateLimits(tokens);
    }

    Level level() {
        int rate = perSecond;
        long left = bucket.getAvailableTokens();
        return new Level(rate, Math.max(0, left), Math.max(0, Math.ceilDiv(rate - left, rate)));
    }

    /** From then on it is like a new one, if nothing is taken before. */
    Duration untilFull() {
        return Duration.ofSeconds(level().secondsUntilFull());
    }

    private static Bandwidth limit(int perSecond) {
        return Bandwidth.builder()
                .capacity(perSecond)
                .refillGreedy(perSecond, Duration.ofSeconds(1))
                .build();
    }

    /** @param left requests that may be sent at once */
    record Level(int perSecond, long left, long secondsUntilFull) {}

    private record Clock(LongSupplier nanoTime) implements TimeMeter {
        @Override
        public long currentTimeNanos() {
            return nanoTime.getAsLong();
        }

        @Override
        public boolean isWallClockBased() {
            return false;
        }
    }
}
