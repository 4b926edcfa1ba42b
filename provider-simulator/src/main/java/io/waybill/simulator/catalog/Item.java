package io.waybill.simulator.catalog;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Locale;

/**
 * One thing for sale. Immutable.
 *
 * @param id shown as a JSON number when it is one, else as a string; orders may name it either way
 * @param name the whole name, such as {@code Free Fire 115 Diamonds}
 * @param productName the product it belongs to, such as {@code Free Fire}
 * @param price BDT for {@code unit} pieces, two decimals
 * @param unit how many pieces the price is for: 1, or 1000 for social services
 * @param maxQuantity the largest {@code quantity} one order may ask for
 * @param inStock whether an order is answered {@code out_of_stock}
 * @param fields the checkout fields; empty means the item wants a {@code player_id}
 */
public record Item(
        String id,
        String name,
        String productName,
        String category,
        String description,
        BigDecimal price,
        int unit,
        int maxQuantity,
        boolean inStock,
        Delivery delivery,
        List<CheckoutField> fields) {

    private static final int MAX_QUANTITY = 100;
    private static final BigDecimal HIGHEST_PRICE = new BigDecimal("1000000000");

    public Item {
        if (id.isBlank() || id.length() > 64) {
            throw new IllegalArgumentException("an item id has 1 to 64 characters: " + id);
        }
        if (price.signum() < 0 || price.compareTo(HIGHEST_PRICE) > 0) {
            throw new IllegalArgumentException("the price of item " + id + " is out of range: " + price);
        }
        if (unit < 1 || maxQuantity < 1) {
            throw new IllegalArgumentException("unit and quantity of item " + id + " start at 1");
        }
        price = price.setScale(2, RoundingMode.UNNECESSARY);
        fields = List.copyOf(fields);
    }

    /** A top-up that goes to a {@code player_id}. */
    public static Item topUp(String id, String product, String pack, String price) {
        return new Item(
                id,
                product + " " + pack,
                product,
                "Game top-up",
                pack + " straight to the player's account.",
                new BigDecimal(price),
                1,
                MAX_QUANTITY,
                true,
                Delivery.NONE,
                List.of());
    }

    /** A voucher code, answered with the order. */
    public static Item giftCard(String id, String product, String pack, String price) {
        return new Item(
                id,
                product + " " + pack,
                product,
                "Gift card",
                "A code worth " + pack + ", delivered at once.",
                new BigDecimal(price),
                1,
                MAX_QUANTITY,
                true,
                Delivery.CODES,
                List.of());
    }

    /** A social service, priced by the thousand and asking for {@code smm_link} and {@code smm_quantity}. */
    public static Item socialService(String id, String network, String service, String price) {
        return new Item(
                id,
                network + " " + service,
                network,
                "Social service",
                "1,000 " + service.toLowerCase(Locale.ROOT) + " for the link you give.",
                new BigDecimal(price),
                1000,
                1,
                true,
                Delivery.NONE,
                List.of(
                        CheckoutField.required("smm_link", "Link", "url"),
                        CheckoutField.required("smm_quantity", "Quantity", "number")));
    }

    public Item withFields(CheckoutField... asked) {
        return with(price, inStock, delivery, List.of(asked));
    }

    public Item withPrice(BigDecimal changed) {
        return with(changed, inStock, delivery, fields);
    }

    public Item withStock(boolean available) {
        return with(price, available, delivery, fields);
    }

    public Item withDelivery(Delivery handedOver) {
        return with(price, inStock, handedOver, fields);
    }

    /** The name as an address would spell it. */
    public String slug() {
        String dashed = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
        return dashed.replaceAll("^-|-$", "") + "-" + id.toLowerCase(Locale.ROOT);
    }

    /** What so many pieces cost, in BDT, rounded up to a paisa. */
    public BigDecimal costOf(long pieces) {
        return price.multiply(BigDecimal.valueOf(pieces)).divide(BigDecimal.valueOf(unit), 2, RoundingMode.UP);
    }

    private Item with(BigDecimal newPrice, boolean available, Delivery handedOver, List<CheckoutField> asked) {
        return new Item(
                id,
                name,
                productName,
                category,
                description,
                newPrice,
                unit,
                maxQuantity,
                available,
                handedOver,
                asked);
    }
}
