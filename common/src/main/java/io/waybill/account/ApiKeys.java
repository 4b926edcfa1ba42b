package io.waybill.account;

import io.waybill.secret.KeySecret;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The API keys. Only a hash of their secrets is kept. Thread-safe; every call takes part in the caller's transaction.
 */
public interface ApiKeys {
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
