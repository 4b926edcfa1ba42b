package io.waybill.api.ratelimit;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import io.github.bucket4j.ConsumptionProbe;
import io.waybill.account.ApiKey;
import io.waybill.api.http.Exchange;
import io.waybill.api.http.RefusedException;
import io.waybill.error.ErrorCode;
import io.waybill.error.Refusal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Holds each key to its account's limit of requests a second, by a token bucket that holds one second's worth. Counts
 * for this instance alone, in memory: a limit costs no query. A changed limit is in force as soon as the key with it is
 * known here. Answers of limited keys say what is left. Thread-safe.
 */
public final class RateLimits {
    /** A bucket is kept until it is full, and then this long for the next request to find it. */
    private static final Duration KEPT_FULL = Duration.ofMinutes(1);

    /**
     * Against running out of memory, at some 400 bytes each: past so many keys that were used within a minute, those
     * with few uses begin anew with a full bucket, whatever they owe.
     */
    private static final int MOST_BUCKETS = 100_000;

    private final Cache<Long, KeyBucket> buckets;
    private final LongSupplier nanoTime;

    /** @param nanoTime a monotonic clock */
    RateLimits(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.buckets = Caffeine.newBuilder()
                .maximumSize(MOST_BUCKETS)
                .expireAfter(Expiry.<Long, KeyBucket>writing(
                        (_, bucket) -> bucket.untilFull().plus(KEPT_FULL)))
                .ticker(nanoTime::getAsLong)
                .executor(Runnable::run)
                .build();
    }

    /**
     * Takes one token for the request.
     *
     * @throws RefusedException 429 with the time to wait, if there is none
     */
    public void admit(Exchange exchange) {
        ApiKey key = exchange.caller();
        if (isLimited(key)) {
            KeyBucket bucket = bucket(key);
            ConsumptionProbe taken = bucket.take();
            keep(key, bucket);
            tell(exchange, bucket);
            if (!taken.isConsumed()) {
                throw new RefusedException(refusal(bucket.perSecond(), taken.getNanosToWaitForRefill()));
            }
        }
    }

    /**
     * Takes more for a request that was let in and turns out to be worth several. What is not there is owed: the key's
     * next request waits until it has come in.
     */
    public void charge(Exchange exchange, int more) {
        ApiKey key = exchange.caller();
        if (isLimited(key) && more > 0) {
            KeyBucket bucket = bucket(key);
            bucket.owe(more);
            keep(key, bucket);
            tell(exchange, bucket);
        }
    }

    private static boolean isLimited(ApiKey key) {
        return key.account().rateLimit() > 0;
    }

    private KeyBucket bucket(ApiKey key) {
        KeyBucket bucket =
                buckets.get(key.id(), _ -> new KeyBucket(key.account().rateLimit(), nanoTime));
        bucket.limitTo(key.account().rateLimit());
        return bucket;
    }

    /** Until what was taken has come in. */
    private void keep(ApiKey key, KeyBucket bucket) {
        buckets.put(key.id(), bucket);
    }

    /** How many keys' buckets are kept. */
    long kept() {
        buckets.cleanUp();
        return buckets.estimatedSize();
    }

    /** In the words of draft-ietf-httpapi-ratelimit-headers. */
    private static void tell(Exchange exchange, KeyBucket bucket) {
        KeyBucket.Level level = bucket.level();
        exchange.answerWith("RateLimit-Policy", "\"default\";q=" + level.perSecond() + ";w=1");
        exchange.answerWith("RateLimit", "\"default\";r=" + level.left() + ";t=" + level.secondsUntilFull());
    }

    private static Refusal refusal(int perSecond, long nanosToWait) {
        long seconds =
                Math.max(1, Math.ceilDiv(nanosToWait, Duration.ofSeconds(1).toNanos()));
        return new Refusal(
                ErrorCode.RATE_LIMITED,
                "This key may send " + perSecond
                        + " requests a second, each order of a batch counting as one: send this one again in "
                        + seconds + " s.",
                List.of(),
                Map.of("limit", Integer.toString(perSecond)),
                Duration.ofSeconds(seconds));
    }
}
