package io.waybill.api.security;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.waybill.account.ApiKey;
import io.waybill.account.ApiKeys;
import io.waybill.secret.KeySecret;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;

/**
 * Finds the key to a secret. Keys that are good are remembered for a moment, others never: a revocation is in force
 * everywhere within {@link #USABLE_FOR}. Fails closed: no database, no answer. Thread-safe.
 */
final class Authenticator {
    /** After this, one caller asks the database again, while the others go on with what is known. */
    static final Duration FRESH_FOR = Duration.ofSeconds(2);

    /** After this, nobody goes on with what was known. */
    static final Duration USABLE_FOR = Duration.ofMillis(4500);

    /** Against running out of memory: past so many keys in use at once, those with few uses are asked for anew. */
    static final int MOST_REMEMBERED = 10_000;

    private final ApiKeys keys;
    private final LongSupplier nanoTime;
    private final Cache<String, Remembered> remembered;

    /** @param nanoTime a monotonic clock */
    Authenticator(ApiKeys keys, LongSupplier nanoTime) {
        this.keys = keys;
        this.nanoTime = nanoTime;
        this.remembered = Caffeine.newBuilder()
                .maximumSize(MOST_REMEMBERED)
                .expireAfterWrite(USABLE_FOR)
                .ticker(nanoTime::getAsLong)
                .executor(Runnable::run)
                .build();
    }

    Optional<ApiKey> find(KeySecret secret) {
        String hash = secret.hashHex();
        Remembered known = remembered.getIfPresent(hash);
        if (known != null && known.mayBeUsed(nanoTime.getAsLong())) {
            return Optional.of(known.key);
        }
        return load(secret, hash);
    }

    private Optional<ApiKey> load(KeySecret secret, String hash) {
        long askedAt = nanoTime.getAsLong();
        Optional<ApiKey> key = keys.authenticate(secret);
        if (key.isPresent() && key.get().state() == ApiKey.State.VALID) {
            remembered.put(hash, new Remembered(key.get(), askedAt));
        } else {
            remembered.invalidate(hash);
        }
        return key;
    }

    /** A good key, and when the database was asked for it. */
    private static final class Remembered {
        private final ApiKey key;
        private final long askedAt;
        private final AtomicBoolean refreshed = new AtomicBoolean();

        Remembered(ApiKey key, long askedAt) {
            this.key = key;
            this.askedAt = askedAt;
        }

        boolean mayBeUsed(long now) {
            long age = now - askedAt;
            return age < FRESH_FOR.toNanos() || (age < USABLE_FOR.toNanos() && !refreshed.compareAndSet(false, true));
        }
    }
}
