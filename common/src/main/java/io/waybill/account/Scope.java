package io.waybill.account;

import java.util.Arrays;
import java.util.Locale;

/** What an API key may do. A key without scopes may do everything its account may. */
public enum Scope {
    ORDERS_WRITE,
    ORDERS_READ,
    WALLET_READ;

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
