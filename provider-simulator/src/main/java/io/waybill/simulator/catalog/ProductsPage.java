package io.waybill.simulator.catalog;

import java.util.Collection;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes the answer of {@code GET /products}. */
final class ProductsPage {

    private static final JsonMapper JSON = JsonMapper.shared();

    private ProductsPage() {}

    /** Bad rows come first: an import that gives up at one of them gets nothing at all, and is found out. */
    static byte[] write(Collection<Item> items, List<JsonNode> badRows) {
        ObjectNode page = JSON.createObjectNode();
        page.put("ok", true);
        page.put("currency", "BDT");
        ArrayNode rows = page.putArray("products");
        rows.addAll(badRows);
        items.forEach(item -> rows.add(row(item)));
        return JSON.writeValueAsBytes(page);
    }

    static ObjectNode row(Item item) {
        ObjectNode row = JSON.createObjectNode();
        if (item.id().matches("[1-9][0-9]{0,17}")) {
            row.put("item_id", Long.parseLong(item.id()));
        } else {
            row.put("item_id", item.id());
        }
        row.put("slug", item.slug());
        row.put("name", item.name());
        row.put("product_name", item.productName());
        row.put("category", item.category());
        row.put("description", item.description());
        row.put("price", item.price().toPlainString());
        row.put("currency", "BDT");
        row.put("unit", Integer.toString(item.unit()));
        row.put("in_stock", item.inStock());
        row.put("min_quantity", 1);
        row.put("max_quantity", item.maxQuantity());
        if (!item.fields().isEmpty()) {
            ArrayNode fields = row.putArray("fields");
            item.fields().forEach(field -> fields.add(field(field)));
        }
        return row;
    }

    private static ObjectNode field(CheckoutField field) {
        return JSON.createObjectNode()
                .put("name", field.name())
                .put("label", field.label())
                .put("type", field.type())
                .put("required", field.required());
    }
}
