package io.waybill.simulator.catalog;

/**
 * One question an item asks at checkout instead of a {@code player_id}.
 *
 * @param name what the {@code checkout} object calls it: {@code cf_...} or {@code smm_...}
 * @param label what a person reads
 * @param type {@code text}, {@code email}, {@code url} or {@code number}
 * @param required whether an order without it is refused as {@code validation}
 */
public record CheckoutField(String name, String label, String type, boolean required) {

    /** A required line of text. */
    public static CheckoutField text(String name, String label) {
        return new CheckoutField(name, label, "text", true);
    }

    static CheckoutField required(String name, String label, String type) {
        return new CheckoutField(name, label, type, true);
    }

    CheckoutField optional() {
        return new CheckoutField(name, label, type, false);
    }
}
