package io.waybill.simulator;

import io.waybill.simulator.catalog.Catalog;
import io.waybill.simulator.catalog.CheckoutField;
import io.waybill.simulator.catalog.Item;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Carries out the body of {@code POST /simulator/catalog}, part after part, in the order of this class. */
final class CatalogOrders {

    private CatalogOrders() {}

    /** @throws IllegalArgumentException if a part is wrong; the parts before it are done */
    static void carryOut(JsonNode body, Catalog catalog) {
        if (body.path("reset").booleanValue(false)) {
            catalog.reset();
        }
        if (body.has("generate")) {
            JsonNode generate = body.path("generate");
            int count = generate.path("count").intValue();
            long seed = generate.path("seed").longValue(1);
            catalog.replaceAll(Catalog.generated(count, seed).items());
        }
        List<Item> put = new ArrayList<>();
        body.path("put").values().forEach(item -> put.add(item(item)));
        catalog.putAll(put);
        body.path("remove").values().forEach(id -> catalog.remove(id.asString()));
        for (Map.Entry<String, JsonNode> price : body.path("reprice").properties()) {
            catalog.reprice(price.getKey(), new BigDecimal(price.getValue().asString()));
        }
        for (Map.Entry<String, JsonNode> stock : body.path("stock").properties()) {
            catalog.stock(stock.getKey(), stock.getValue().booleanValue());
        }
        body.path("bad_rows").values().forEach(row -> catalog.addBadRow(row.toString()));
    }

    private static Item item(JsonNode node) {
        String id = text(node, "item_id");
        String product = text(node, "product_name");
        String pack = text(node, "pack");
        String price = text(node, "price");
        String kind = node.path("kind").asString("top_up");
        Item item =
                switch (kind) {
                    case "top_up" -> Item.topUp(id, product, pack, price);
                    case "gift_card" -> Item.giftCard(id, product, pack, price);
                    case "social_service" -> Item.socialService(id, product, pack, price);
                    default -> throw new IllegalArgumentException("unknown kind " + kind);
                };
        CheckoutField[] fields = node.path("fields").values().stream()
                .map(field -> CheckoutField.text(field.asString(), field.asString()))
                .toArray(CheckoutField[]::new);
        return fields.length == 0 ? item : item.withFields(fields);
    }

    private static String text(JsonNode node, String field) {
        return node.required(field).asString();
    }
}
