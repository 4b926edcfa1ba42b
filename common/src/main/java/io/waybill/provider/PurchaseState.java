package io.waybill.provider;

import io.waybill.provider.Outcome.Delivery;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** What a provider says has become of a purchase that it has sold. Only what is certain is final. */
public sealed interface PurchaseState {
    /** What was answered, masked: no code, no recipient, no key; at most 2,100 characters. */
    String answer();

    /** Not at its end yet, or in a state by a word that nobody knows: ask again. */
    record Working(String answer) implements PurchaseState {}

    /** All delivered. */
    record Delivered(@Nullable Delivery delivery, String answer) implements PurchaseState {}

    /** Some delivered, and it stays so. */
    record Partly(@Nullable Delivery delivery, Share undelivered, String answer) implements PurchaseState {}

    /** Nothing was delivered, nor will be. */
    record Failed(String answer) implements PurchaseState {}

    /** Called off: nothing was delivered, nor will be. */
    record Canceled(String answer) implements PurchaseState {}

    /** The provider says that it has no such purchase, or says nothing of it: that proves nothing. */
    record NotFound(String answer) implements PurchaseState {}

    /** It contradicts itself, or leaves out what an end needs: ask again. */
    record Unclear(String why, String answer) implements PurchaseState {}

    /**
     * A part of a whole: {@code part} of {@code whole}, in whatever unit the provider counts.
     *
     * @param part zero to {@code whole}
     * @param whole above zero
     */
    record Share(BigDecimal part, BigDecimal whole) {
        public Share {
            if (whole.signum() <= 0 || part.signum() < 0 || part.compareTo(whole) > 0) {
                throw new IllegalArgumentException(part + " is no part of " + whole);
            }
        }
    }
}
