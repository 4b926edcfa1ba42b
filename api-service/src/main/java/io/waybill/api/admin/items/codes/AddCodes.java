package io.waybill.api.admin.items.codes;

import io.waybill.account.Mode;
import io.waybill.catalog.Source;
import io.waybill.catalog.StockCodes;
import java.util.List;
import java.util.Optional;

/** Puts codes into the stock of an item, each one once in the whole store. In the caller's transaction. Thread-safe. */
final class AddCodes {
    private final JdbcItemSources sources;
    private final StockCodes stockCodes;

    AddCodes(JdbcItemSources sources, StockCodes stockCodes) {
        this.sources = sources;
        this.stockCodes = stockCodes;
    }

    Result add(long itemId, Mode mode, List<String> codes) {
        Optional<Source> source = sources.find(itemId);
        if (source.isEmpty()) {
            return new Result.Missing();
        }
        if (source.get() != Source.STOCK) {
            return new Result.NotStocked(source.get());
        }
        List<Integer> leftOut = stockCodes.add(itemId, mode, codes);
        return new Result.Added(codes.size() - leftOut.size(), leftOut);
    }

    /** What came of it; never a code. */
    sealed interface Result {
        /** @param duplicates places in the list, from 0, of the codes that the store had already */
        record Added(int added, List<Integer> duplicates) implements Result {
            public Added {
                duplicates = List.copyOf(duplicates);
            }
        }

        /** There is no such item. */
        record Missing() implements Result {}

        /** The item is not sold from stock. */
        record NotStocked(Source source) implements Result {}
    }
}
