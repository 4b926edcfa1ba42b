package io.waybill.account;

import java.util.Arrays;
import java.util.Locale;

/**
 * What an API key may do. A key without scopes may do everything its account may; the scopes of admins are only for
 * admin keys ({@code ak_live_...}) of admin accounts.
 */
public enum Scope {
    ORDERS_WRITE,
    ORDERS_READ,
    WALLET_READ,
    ADMIN_READ,
    ADMIN_WRITE;

    public boolean isForAdmins() {
        return this == ADMIN_READ || this == ADMIN_WRITE;
    }

    public String wire() {
        return name().toLowerCase(Locale.ROOT).replace('_', ':');
    }

    /** @throws IllegalArgumentException if there is no such scope */
    public static Scope ofWire(String word) {
        return Arrays.stream(values())
                .filter(scope -> scope.wire().equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no such scope: " + word));
    }
}
