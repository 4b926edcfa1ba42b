package io.waybill.api.products;

import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** A product as it is shown: rendered once, sent often. Immutable. */
final class Shown {
    private final Product product;
    private final byte[] json;
    private final Instant changedAt;

    Shown(Product product, byte[] json, Instant changedAt) {
        this.product = product;
        this.json = json;
        this.changedAt = changedAt;
    }

    Product product() {
        return product;
    }

    /** Not to be changed. */
    byte[] json() {
        return json;
    }

    /** When what is shown last changed: for stock that came or went, when this instance saw it. */
    Instant changedAt() {
        return changedAt;
    }

    @Override
    public String toString() {
        return new String(json, StandardCharsets.UTF_8);
    }
}
