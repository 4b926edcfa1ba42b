package io.waybill.account;

import java.util.List;
import java.util.Set;

/**
 * An API key that somebody presented, with its account and the wallet of its mode.
 *
 * @param walletId the account's wallet in the key's mode
 * @param scopes what it may do; empty = everything its account may
 * @param allow networks in CIDR notation that may use it; empty = any
 * @param state whether it is still good
 */
public record ApiKey(
        long id, Account account, long walletId, Mode mode, Set<Scope> scopes, List<String> allow, State state) {
    public ApiKey {
        scopes = Set.copyOf(scopes);
        allow = List.copyOf(allow);
    }

    public boolean may(Scope scope) {
        return scopes.isEmpty() || scopes.contains(scope);
    }

    /** Whether a key is good, by the database's clock. */
    public enum State {
        VALID,
        EXPIRED,
        REVOKED
    }
}
