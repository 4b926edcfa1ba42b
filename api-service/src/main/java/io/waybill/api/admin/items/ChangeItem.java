package io.waybill.api.admin.items;

import io.waybill.api.admin.items.ReviseItem.Revision;
import io.waybill.error.Refusal;
import io.waybill.settings.SettingsStore;
import java.util.Optional;

/**
 * Changes an item as its owner says. What is set by hand on an imported item stays as it is set when its catalog is
 * imported again. Nothing is ever priced below its cost, unless that is allowed for the item. In the caller's
 * transaction. Thread-safe.
 */
final class ChangeItem {
    private final JdbcAdminItems items;
    private final SettingsStore settings;

    ChangeItem(JdbcAdminItems items, SettingsStore settings) {
        this.items = items;
        this.settings = settings;
    }

    Result change(long itemId, ItemChange change) {
        boolean ruleSaid = change.buying().sellBelowCost() != null;
        if (ruleSaid || change.isAboutPrice()) {
            items.makeCatalogDue(itemId, ruleSaid);
        }
        Optional<ItemState> found = items.lock(itemId);
        if (found.isEmpty()) {
            return new Result.Missing();
        }
        ItemState before = found.get();
        return switch (ReviseItem.revise(before, change, settings.read().displayRate())) {
            case Revision.Refused(Refusal refusal) -> new Result.Refused(refusal);
            case Revision.To(ItemState after) -> {
                items.change(itemId, after, change.active() != null);
                yield new Result.Changed(before, after);
            }
        };
    }

    /** What came of it. */
    sealed interface Result {
        record Changed(ItemState before, ItemState after) implements Result {}

        /** There is no such item. */
        record Missing() implements Result {}

        record Refused(Refusal refusal) implements Result {}
    }
}
