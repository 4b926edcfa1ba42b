package io.waybill.provider;

import org.jspecify.annotations.Nullable;

/**
 * By what a provider's answer to the question for its catalog is known again. It holds for the same address, key and
 * limits only.
 *
 * @param digests of the answer's bytes, piece by piece; only the adapter knows how
 * @param etag as the provider said it, to ask for another answer only; null if it said none, or none that may be used
 */
public record CatalogMark(String digests, @Nullable String etag) {
    /** The same answer, without trusting the provider's word for it. */
    public CatalogMark withoutEtag() {
        return new CatalogMark(digests, null);
    }
}
