package io.waybill.catalog;

import java.util.Locale;

/** Who pays for an item. */
public enum Billing {
    /** The reseller's wallet is debited here. */
    WALLET,
    /** An imported reseller package: no local debit, the account at the provider pays. */
    PROVIDER;

    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Billing ofWire(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}
