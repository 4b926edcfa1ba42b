package io.waybill.api.admin.keys;

import io.waybill.account.Mode;
import io.waybill.account.Scope;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a key is to be.
 *
 * @param scopes empty = everything the account may
 * @param allow networks in CIDR notation; empty = any
 * @param expiresAt null = never
 */
record KeyRequest(
        Mode mode,
        Set<Scope> scopes,
        List<String> allow,
        @Nullable Instant expiresAt) {
    KeyRequest {
        scopes = Set.copyOf(scopes);
        allow = List.copyOf(allow);
    }

    boolean isForAdminsOnly() {
        return scopes.stream().anyMatch(Scope::isForAdmins);
    }
}
