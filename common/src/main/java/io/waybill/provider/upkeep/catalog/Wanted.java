package io.waybill.provider.upkeep.catalog;

import java.util.Set;

/** Which rows of a catalog are to be imported. */
public sealed interface Wanted {
    /** As the provider's selection says: the items that there are follow, and new rows become items if it is 'all'. */
    record Followed() implements Wanted {}

    /** All of them, from now on: the provider's selection becomes 'all'. */
    record Everything() implements Wanted {}

    /** These, by their ids at the provider; all other items stay as they are. */
    record Rows(Set<String> externalIds) implements Wanted {
        public Rows {
            externalIds = Set.copyOf(externalIds);
        }
    }
}
