package io.waybill.catalog;

import java.util.Collection;
import java.util.List;

/** The catalog's items as PostgreSQL has them now; no cache. Thread-safe; takes part in the caller's transaction. */
public interface Items {
    /** The items with these ids, in no order; unknown ids are left out, inactive items are not. */
    List<Item> byIds(Collection<Long> ids);

    /** Everything that is shown: all active items by id. */
    List<Item> active();
}
