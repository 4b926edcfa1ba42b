package io.waybill.api.admin.items.rises;

import io.waybill.api.admin.items.rises.JdbcPriceRises.Rise;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Takes over rises of costs that wait for a person: from now on the item costs what the provider takes, and is sold for
 * the price that follows. An item that was not available, because its price did not cover the cost, is so again after
 * the next sync, which is due at once. An item whose own price would not cover the new cost keeps waiting, unless it
 * may be sold below its cost. In the caller's transaction; waits for an import of the same provider that is being
 * written. Thread-safe.
 */
final class AcceptRises {
    private final JdbcPriceRises rises;

    AcceptRises(JdbcPriceRises rises) {
        this.rises = rises;
    }

    /** @param itemIds each once, in any order */
    Result ofItems(List<Long> itemIds) {
        rises.lockCatalogsOfItems(itemIds);
        return accept(rises.lockOfItems(itemIds), itemIds, false);
    }

    /** The first {@code most} of the provider. */
    Result ofProvider(long providerId, int most) {
        rises.lockCatalog(providerId);
        List<Rise> waiting = rises.lockOfProvider(providerId, most + 1);
        boolean more = waiting.size() > most;
        return accept(more ? waiting.subList(0, most) : waiting, List.of(), more);
    }

    private Result accept(List<Rise> waiting, List<Long> asked, boolean more) {
        List<Rise> covered = waiting.stream().filter(Rise::mayBeTakenOver).toList();
        List<Long> coveredIds = covered.stream().map(Rise::itemId).toList();
        rises.accept(coveredIds);
        rises.makeCatalogsDue(coveredIds);
        List<Skipped> skipped = new ArrayList<>();
        waiting.stream()
                .filter(rise -> !rise.mayBeTakenOver())
                .forEach(rise -> skipped.add(new Skipped(
                        rise.itemId(),
                        "its own price of " + rise.pendingPrice() + " does not cover the new cost of "
                                + rise.pendingCost() + ": set another price")));
        Set<Long> known = new HashSet<>(waiting.stream().map(Rise::itemId).toList());
        asked.stream()
                .filter(id -> !known.contains(id))
                .forEach(id -> skipped.add(new Skipped(id, "no such item, or no rise of its cost waits")));
        return new Result(covered, skipped, more);
    }

    /** @param more whether further rises of the provider wait */
    record Result(List<Rise> accepted, List<Skipped> skipped, boolean more) {}

    /** An item that stays as it was. */
    record Skipped(long itemId, String reason) {}
}
