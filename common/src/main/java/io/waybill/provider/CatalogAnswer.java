package io.waybill.provider;

import org.jspecify.annotations.Nullable;

/** How a provider answered the question for its catalog. */
public sealed interface CatalogAnswer {
    /** All rows were passed on. */
    record Read(@Nullable CatalogMark mark) implements CatalogAnswer {}

    /** It is the answer that was known; no row was passed on. */
    record Known() implements CatalogAnswer {}
}
