package io.waybill.ledger;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Where the rows of wallets were left, as PostgreSQL's {@code ctid} says it: a hint, right as long as nobody else has
 * changed the row. Thread-safe.
 */
final class WalletPlaces {
    /** Past so many it begins anew: some 10 MB. */
    private static final int MOST = 100_000;

    private final Map<Long, String> places = new ConcurrentHashMap<>();

    @Nullable
    String of(long walletId) {
        return places.get(walletId);
    }

    void leave(long walletId, String place) {
        if (places.size() >= MOST) {
            places.clear();
        }
        places.put(walletId, place);
    }
}
