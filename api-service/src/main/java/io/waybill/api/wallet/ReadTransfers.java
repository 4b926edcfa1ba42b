package io.waybill.api.wallet;

import io.waybill.api.http.Page;
import io.waybill.api.input.QueryParameters;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A wallet's statement: newest first, or forward from a number on, so that books can be kept. Thread-safe. */
public final class ReadTransfers {
    private final JdbcTransfers transfers;

    ReadTransfers(JdbcTransfers transfers) {
        this.transfers = transfers;
    }

    public Page<Transfer> page(long walletId, Place place) {
        return Page.of(find(walletId, place), place.limit(), Transfer::seq);
    }

    /** The newest transfer of a wallet that has one; in the caller's transaction. */
    public Transfer newest(long walletId) {
        return transfers.newest(walletId, Long.MAX_VALUE, 1).getFirst();
    }

    private List<Transfer> find(long walletId, Place place) {
        Long from = place.from();
        Long after = place.after();
        return from == null
                ? transfers.newest(walletId, after == null ? Long.MAX_VALUE : after, place.limit() + 1)
                : transfers.from(walletId, after == null ? from : Math.max(from, after + 1), place.limit() + 1);
    }

    /**
     * Which part of the statement.
     *
     * @param from read forward from this seq on; null = newest first
     * @param after where the page before ended
     */
    public record Place(@Nullable Long from, @Nullable Long after, int limit) {
        /** Taken from {@code from_seq}, {@code after} and {@code limit}; what is wrong is told by the query. */
        public static Place of(QueryParameters query) {
            return new Place(query.number("from_seq"), query.number("after"), query.limit());
        }
    }
}
