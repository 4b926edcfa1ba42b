package io.waybill.api.products;

import com.fasterxml.jackson.annotation.JsonUnwrapped;

/** One product, answered flat. */
record OneProduct(boolean ok, @JsonUnwrapped Product product) {
    static OneProduct of(Product product) {
        return new OneProduct(true, product);
    }
}
