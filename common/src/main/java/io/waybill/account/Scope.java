package io.waybill.account;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

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

    /** All that an account of this role may do, and so what a key of it without scopes may. */
    public static Set<Scope> allOf(Account.Role role) {
        return switch (role) {
            case ADMIN -> EnumSet.allOf(Scope.class);
            case RESELLER -> EnumSet.of(ORDERS_WRITE, ORDERS_READ, WALLET_READ);
        };
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
