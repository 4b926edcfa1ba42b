package io.waybill.simulator.catalog;

import java.math.BigDecimal;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The items for sale and the page that lists them. Safe for any thread; a change is seen whole by the next request.
 * Changes live as long as the process: a restarted simulator sells the catalog it was started with.
 */
public final class Catalog {

    /** More items than that are a mistake, not a test. */
    public static final int MAX_ITEMS = 200_000;

    private static final int MAX_BAD_ROWS = 1_000;

    private final Snapshot initial;
    private final AtomicReference<Snapshot> current;

    private Catalog(Collection<Item> items) {
        initial = Snapshot.of(items);
        current = new AtomicReference<>(initial);
    }

    /** About 45 items of every kind. */
    public static Catalog demo() {
        return of(DemoItems.all());
    }

    /** So many items, the same ones for the same seed. */
    public static Catalog generated(int count, long seed) {
        if (count < 0 || count > MAX_ITEMS) {
            throw new IllegalArgumentException("a catalog has 0 to " + MAX_ITEMS + " items, not " + count);
        }
        return of(GeneratedItems.of(count, seed));
    }

    public static Catalog of(Collection<Item> items) {
        return new Catalog(items);
    }

    public List<Item> items() {
        return List.copyOf(current.get().items.values());
    }

    public Optional<Item> find(String id) {
        return Optional.ofNullable(current.get().items.get(id));
    }

    /** Adds items, or replaces those with the same ids. */
    public void put(Item... changed) {
        putAll(List.of(changed));
    }

    /** Adds items, or replaces those with the same ids. */
    public void putAll(Collection<Item> changed) {
        change(items -> {
            changed.forEach(item -> items.put(item.id(), item));
            return items;
        });
    }

    /** Takes items off the page; unknown ids are ignored. */
    public void remove(String... ids) {
        change(items -> {
            Stream.of(ids).forEach(items::remove);
            return items;
        });
    }

    /** @throws IllegalArgumentException if there is no such item */
    public void reprice(String id, BigDecimal price) {
        replace(id, item -> item.withPrice(price));
    }

    /** @throws IllegalArgumentException if there is no such item */
    public void stock(String id, boolean available) {
        replace(id, item -> item.withStock(available));
    }

    /** Sells exactly these items from now on; bad rows stay. */
    public void replaceAll(Collection<Item> items) {
        change(_ -> byId(items));
    }

    /** Puts a row of any JSON on the page, which nobody can order: what an import must survive. */
    public void addBadRow(String json) {
        JsonNode row = JsonMapper.shared().readTree(json);
        current.updateAndGet(snapshot -> snapshot.withBadRow(row));
    }

    /** Back to what it was built with, without bad rows. */
    public void reset() {
        current.set(initial);
    }

    /** The answer of {@code GET /products}, written once for each change. */
    public byte[] page() {
        return current.get().page();
    }

    private void replace(String id, UnaryOperator<Item> changed) {
        change(items -> {
            Item item = items.get(id);
            if (item == null) {
                throw new IllegalArgumentException("there is no item " + id);
            }
            items.put(id, changed.apply(item));
            return items;
        });
    }

    private void change(UnaryOperator<Map<String, Item>> edit) {
        current.updateAndGet(snapshot -> snapshot.withItems(edit.apply(new LinkedHashMap<>(snapshot.items))));
    }

    private static Map<String, Item> byId(Collection<Item> items) {
        Map<String, Item> byId = new LinkedHashMap<>();
        items.forEach(item -> byId.put(item.id(), item));
        return byId;
    }

    /** One state of the catalog; its page is written when first asked for. */
    private static final class Snapshot {

        private final Map<String, Item> items;
        private final List<JsonNode> badRows;
        private volatile byte @Nullable [] page;

        private Snapshot(Map<String, Item> items, List<JsonNode> badRows) {
            if (items.size() > MAX_ITEMS || badRows.size() > MAX_BAD_ROWS) {
                throw new IllegalArgumentException("the catalog is full");
            }
            this.items = items;
            this.badRows = badRows;
        }

        static Snapshot of(Collection<Item> items) {
            return new Snapshot(byId(items), List.of());
        }

        Snapshot withItems(Map<String, Item> changed) {
            return new Snapshot(changed, badRows);
        }

        Snapshot withBadRow(JsonNode row) {
            return new Snapshot(
                    items, Stream.concat(badRows.stream(), Stream.of(row)).toList());
        }

        byte[] page() {
            byte[] written = page;
            if (written == null) {
                written = ProductsPage.write(items.values(), badRows);
                page = written;
            }
            return written;
        }
    }
}
