package io.waybill.account;

import io.waybill.secret.KeySecret;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The API keys. Only a hash of their secrets is kept. Thread-safe; every call takes part in the caller's transaction.
 */
public interface ApiKeys {
    /** An account is given no more keys while it has so many good ones. */
    int MOST_GOOD_KEYS = 200;

    /**
     * Makes a key that is good from the commit on.
     *
     * @return its id and its secret, which is told this once
     * @throws IllegalArgumentException if an admin key is asked for another account than an admin's
     */
    Created create(NewKey key);

    /** The key with this secret, good or not; no cache. Empty if nobody ever had it. */
    Optional<ApiKey> authenticate(KeySecret secret);

    /**
     * Ends a key; again is fine.
     *
     * @return false if the account has no such key
     */
    boolean revoke(long accountId, long keyId);

    /**
     * An account's keys, newest first.
     *
     * @param before only keys with a smaller id: the next page; null = from the newest
     * @param limit at most so many
     */
    List<Listed> list(long accountId, @Nullable Long before, int limit);

    /** One of the account's keys. */
    Optional<Listed> find(long accountId, long keyId);

    /** How many of an account's keys are neither revoked nor expired. */
    int countGood(long accountId);

    /**
     * The keys that an admin can change the store with now: neither revoked nor expired, with the scope
     * {@link Scope#ADMIN_WRITE}, of an active admin's account. Whoever goes by it to take one of them away
     * {@linkplain Accounts#lockActiveAdmins locks the admins} before.
     */
    List<AdminKey> writingAdminKeys();

    /**
     * Notes that keys are used now; at most once a minute for each, and not at all for one that somebody is changing.
     */
    void markUsed(Collection<Long> keyIds);

    /**
     * A key as admins see it.
     *
     * @param hint the last four characters of its secret
     * @param lastUsedAt to about a minute; null = never
     */
    record Listed(
            long id,
            Mode mode,
            String hint,
            Set<Scope> scopes,
            List<String> allow,
            Instant createdAt,
            @Nullable Instant expiresAt,
            @Nullable Instant revokedAt,
            @Nullable Instant lastUsedAt) {
        public Listed {
            scopes = Set.copyOf(scopes);
            allow = List.copyOf(allow);
        }
    }

    /** A key of an admin's account. */
    record AdminKey(long accountId, long keyId) {}

    /** A fresh key. */
    record Created(long id, KeySecret secret) {}

    /**
     * What a key is made of.
     *
     * @param scopes empty = everything the account may
     * @param allow networks in CIDR notation, e.g. {@code 192.0.2.0/24}; empty = any
     * @param expiresAt null = never
     */
    record NewKey(
            long accountId,
            KeySecret.Kind kind,
            Set<Scope> scopes,
            List<String> allow,
            @Nullable Instant expiresAt) {
        public NewKey {
            scopes = Set.copyOf(scopes);
            allow = List.copyOf(allow);
        }

        /** A key that may do everything its account may, from anywhere, for good. */
        public static NewKey unrestricted(long accountId, KeySecret.Kind kind) {
            return new NewKey(accountId, kind, Set.of(), List.of(), null);
        }
    }
}
