package io.waybill.provider.upkeep.catalog;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.math.BigInteger;
import java.util.List;

/**
 * What a merge did, as {@link CatalogRun} says it.
 *
 * @param waitingNewly those of the waiting that did not wait before
 * @param refused what would be sold below its cost: kept, but not available
 * @param refusals the first of them
 */
record Merged(
        int created,
        int updated,
        int removed,
        int priceUp,
        int priceDown,
        int waiting,
        int waitingNewly,
        int refused,
        int openOrders,
        List<CatalogRun.Change> changes,
        List<Refusal> refusals,
        Left left) {

    /** An item whose price does not cover what the provider takes now. */
    record Refusal(
            @JsonProperty("external_id") String externalId,
            @JsonProperty("price_micros") long priceMicros,
            @JsonProperty("cost_asked") long costMicros) {}

    /**
     * What the merge hangs on besides the catalog's rows, as it left it.
     *
     * @param pricing the provider's columns that prices hang on
     * @param versions sum of {@code xmin} over the items. Any later write of one has a higher {@code xmin}, so that as
     *     many items with the same sum are the same versions
     */
    record Left(String pricing, long items, BigInteger versions) {}
}
