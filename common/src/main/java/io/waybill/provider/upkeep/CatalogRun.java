package io.waybill.provider.upkeep;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one import did. Of a failed one all counts but {@code skipped} are zero: it changed nothing.
 *
 * @param created items that are new here
 * @param updated items of which anything changed, those included that came back
 * @param removed items that the provider offers no more: switched off
 * @param skipped rows that can't be sold
 * @param skips the first of them
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
        @Nullable String error) {
    public CatalogRun {
        skips = List.copyOf(skips);
    }

    public boolean failed() {
        return error != null;
    }

    /** A row that was left out, and why. */
    public record Skip(String externalId, String reason) {}
}
