package io.waybill.provider.upkeep.catalog;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one import did. Of a failed one all counts but {@code skipped} are zero: it changed nothing.
 *
 * @param created items that are new here
 * @param updated items of which anything changed, those included that came back
 * @param removed items that the provider offers no more: switched off
 * @param skipped rows that can't be sold: most can't be read; what would be sold below its cost is an item all the
 *     same, and so also among the other counts, but not available
 * @param skips the first of them
 * @param priceUp items whose selling price rose, among the updated
 * @param priceDown items whose selling price fell, among the updated
 * @param waiting items whose cost has risen so far that a person must decide, now or in an earlier run
 * @param openOrders orders of the removed items that are not final
 * @param changes the first of them, those that wait and those removed before the others
 * @param error why nothing was imported
 */
public record CatalogRun(
        long providerId,
        int created,
        int updated,
        int unchanged,
        int removed,
        int skipped,
        List<Skip> skips,
        int priceUp,
        int priceDown,
        int waiting,
        int openOrders,
        List<Change> changes,
        @Nullable String error) {
    public CatalogRun {
        skips = List.copyOf(skips);
        changes = List.copyOf(changes);
    }

    public boolean failed() {
        return error != null;
    }

    /** A row that was left out, and why. */
    public record Skip(@JsonProperty("external_id") String externalId, String reason) {}

    /**
     * What became of one item.
     *
     * @param before its selling price, in micros; null if it is new
     * @param after its selling price from now on, in micros, or what it would be if a rise is taken over; null if it
     *     was removed
     * @param openOrders orders of a removed item that are not final; null of any other
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Change(
            @JsonProperty("external_id") String externalId,
            @JsonProperty("item_id") long itemId,
            Kind change,
            @Nullable Long before,
            @Nullable Long after,
            @JsonProperty("open_orders") @Nullable Integer openOrders) {
        /** What changed. */
        public enum Kind {
            @JsonProperty("waiting")
            WAITING,
            @JsonProperty("removed")
            REMOVED,
            @JsonProperty("price_up")
            PRICE_UP,
            @JsonProperty("price_down")
            PRICE_DOWN,
            @JsonProperty("created")
            CREATED
        }
    }
}
