package io.waybill.provider.upkeep.catalog;

import io.waybill.provider.ProviderAccount;
import io.waybill.secret.SecretBox;
import java.math.BigDecimal;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/**
 * Whom a catalog is asked for, and by what its rows are read: the same answer gives the same rows only where this is
 * the same.
 *
 * @param hash in hex, keyed: it holds the key
 */
record Asked(String hash) {
    /** @param rates units of a currency per US dollar */
    static Asked of(ProviderAccount account, Map<String, BigDecimal> rates, SecretBox secretBox) {
        String said = String.join(
                "\n",
                "catalog",
                account.protocol(),
                account.baseUrl().toString(),
                account.apiKey(),
                Integer.toString(account.maxQuantity()),
                new TreeMap<>(rates).toString());
        return new Asked(HexFormat.of().formatHex(secretBox.fingerprint(said)));
    }
}
