package io.waybill.simulator.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class CatalogTest {

    private final Catalog catalog = Catalog.demo();

    @Test
    void theDemoHasEveryKindOfItem() {
        assertThat(catalog.items()).hasSizeBetween(40, 60).extracting(Item::id).doesNotHaveDuplicates();
        assertThat(catalog.items()).extracting(Item::slug).doesNotHaveDuplicates();
        assertThat(catalog.items()).extracting(Item::category).contains("Game top-up", "Gift card", "Social service");
        assertThat(catalog.items()).extracting(Item::delivery).contains(Delivery.values());
        assertThat(catalog.find("123")).isPresent();
        assertThat(catalog.items())
                .anySatisfy(item -> assertThat(item.fields())
                        .extracting(CheckoutField::name)
                        .contains("cf_user_id"));
    }

    @Test
    void generatedItemsFollowFromCountAndSeed() {
        List<Item> items = Catalog.generated(2_000, 7).items();

        assertThat(items).hasSize(2_000).isEqualTo(Catalog.generated(2_000, 7).items());
        assertThat(items).isNotEqualTo(Catalog.generated(2_000, 8).items());
        assertThat(items).extracting(Item::id).doesNotHaveDuplicates();
        assertThatThrownBy(() -> Catalog.generated(Catalog.MAX_ITEMS + 1, 7))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void changesShowOnThePage() {
        catalog.put(Item.topUp("new", "New Game", "10 Gems", "9.50"));
        catalog.remove("101", "unknown");
        catalog.reprice("102", new BigDecimal("43.10"));
        catalog.stock("103", false);

        assertThat(row("new").path("price").stringValue()).isEqualTo("9.50");
        assertThat(row("101").isMissingNode()).isTrue();
        assertThat(row("102").path("price").stringValue()).isEqualTo("43.10");
        assertThat(row("103").path("in_stock").booleanValue()).isFalse();

        catalog.reset();

        assertThat(row("101").path("price").stringValue()).isEqualTo("23.00");
        assertThat(row("new").isMissingNode()).isTrue();
    }

    @Test
    void aBadRowIsShownAndCannotBeBought() {
        catalog.addBadRow("{\"item_id\":\"bad\",\"price\":\"many\"}");
        catalog.addBadRow("17");

        assertThat(page().path(0).path("price").stringValue()).isEqualTo("many");
        assertThat(page().path(1).intValue()).isEqualTo(17);
        assertThat(catalog.find("bad")).isEmpty();
    }

    @Test
    void idsAreNumbersWhereTheyCanBe() {
        assertThat(row("123").path("item_id").isNumber()).isTrue();
        assertThat(row("ml-86").path("item_id").isString()).isTrue();
    }

    @Test
    void whatCannotBeIsRefused() {
        assertThatThrownBy(() -> catalog.reprice("nothing", BigDecimal.ONE)).hasMessageContaining("nothing");
        assertThatThrownBy(() -> catalog.reprice("101", new BigDecimal("1.234")))
                .isInstanceOf(ArithmeticException.class);
        assertThatThrownBy(() -> catalog.reprice("101", new BigDecimal("-1"))).hasMessageContaining("out of range");
    }

    private JsonNode row(String id) {
        return page().values().stream()
                .filter(row -> row.path("item_id").asString("").equals(id))
                .findFirst()
                .orElse(JsonMapper.shared().missingNode());
    }

    private JsonNode page() {
        return JsonMapper.shared().readTree(catalog.page()).path("products");
    }
}
