package io.waybill.api.admin.items;

import io.waybill.api.admin.items.ItemState.Buying;
import io.waybill.api.admin.items.ItemState.ItemPrice;
import io.waybill.api.admin.items.ItemState.Words;
import io.waybill.api.admin.items.ReviseItem.Revision;
import io.waybill.catalog.Source;
import io.waybill.error.Refusal;
import io.waybill.money.Usd;
import io.waybill.settings.SettingsStore;
import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Adds an item that is sold from stock or delivered by hand. In the caller's transaction. Thread-safe. */
final class AddItem {
    private static final int MAX_SLUG = 80;

    private final JdbcAdminItems items;
    private final SettingsStore settings;

    AddItem(JdbcAdminItems items, SettingsStore settings) {
        this.items = items;
        this.settings = settings;
    }

    /**
     * @param slug null: made of the name
     * @param said name, category and price at least
     */
    Result add(Source source, int unit, @Nullable String slug, ItemChange said) {
        return switch (ReviseItem.revise(
                blank(source, unit), said, settings.read().displayRate())) {
            case Revision.Refused(Refusal refusal) -> new Result.Refused(refusal);
            case Revision.To(ItemState item) -> add(slug, named(item));
        };
    }

    private Result add(@Nullable String slug, ItemState item) {
        OptionalLong added = items.add(slug == null ? slugOf(item.words().name()) : slug, slug == null, item);
        return added.isPresent()
                ? new Result.Added(added.getAsLong(), item)
                : new Result.Refused(Refusal.invalid("slug", "taken", "another item has it"));
    }

    private static ItemState blank(Source source, int unit) {
        return new ItemState(
                source,
                unit,
                new Words("", "", "", ""),
                new ItemPrice(Usd.ofMicros(1), null, null, false, null),
                Buying.UNSAID,
                1,
                1,
                List.of(),
                true,
                Set.of(),
                null);
    }

    /** An item without a product name is its own product. */
    private static ItemState named(ItemState item) {
        Words words = item.words();
        return words.productName().isEmpty()
                ? item.with(new Words(words.name(), words.name(), words.category(), words.description()))
                : item;
    }

    private static String slugOf(String name) {
        String words = Normalizer.normalize(name, Normalizer.Form.NFKD)
                .toLowerCase(Locale.ROOT)
                .replaceAll("\\p{M}+", "")
                .replaceAll("[^a-z0-9]+", "-")
                .replaceAll("^-|-$", "");
        return words.isEmpty() ? "item" : words.substring(0, Math.min(words.length(), MAX_SLUG));
    }

    /** What came of it. */
    sealed interface Result {
        record Added(long itemId, ItemState item) implements Result {}

        record Refused(Refusal refusal) implements Result {}
    }
}
