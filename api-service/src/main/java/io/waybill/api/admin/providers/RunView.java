package io.waybill.api.admin.providers;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One import of a catalog.
 *
 * @param result {@code imported} or {@code failed}
 * @param openOrders orders of the removed items that were not final
 * @param skips the first rows that were left out, with the reasons; left out where runs are only named
 * @param changes the first changes, likewise
 * @param error why nothing was imported
 */
record RunView(
        long runId,
        Instant startedAt,
        Instant finishedAt,
        String result,
        int created,
        int updated,
        int unchanged,
        int removed,
        int skipped,
        int priceUp,
        int priceDown,
        int waiting,
        int openOrders,
        @JsonInclude(Include.NON_NULL) @Nullable List<Skip> skips,
        @JsonInclude(Include.NON_NULL) @Nullable List<Change> changes,
        @Nullable String error) {

    /** A row that was left out. */
    record Skip(String externalId, String reason) {}

    /**
     * What became of one item.
     *
     * @param beforeUsd its selling price; null if it is new
     * @param afterUsd its selling price from then on; null if it was removed
     */
    record Change(
            String externalId,
            @Nullable Long itemId,
            String change,
            @Nullable String beforeUsd,
            @Nullable String afterUsd,
            @Nullable Integer openOrders) {}
}
