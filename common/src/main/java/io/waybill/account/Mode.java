package io.waybill.account;

import java.util.Locale;

/** Live or test: wallets, keys, orders, stock and providers of one mode never meet the other's. */
public enum Mode {
    LIVE,
    TEST;

    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Mode ofWire(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}
