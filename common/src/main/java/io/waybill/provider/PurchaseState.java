package io.waybill.provider;

import io.waybill.provider.Outcome.Delivery;
import java.math.BigDecimal;
import java.util.Optional;
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
    record Partly(@Nullable Delivery delivery, Undelivered undelivered, String answer) implements PurchaseState {}

    /** Nothing was delivered, nor will be. */
    record Failed(String answer) implements PurchaseState {}

    /**
     * Called off: what was not delivered until then never will be.
     *
     * @param undelivered null: nothing was delivered
     */
    record Canceled(@Nullable Undelivered undelivered, String answer) implements PurchaseState {}

    /** The provider says that it has no such purchase, or says nothing of it: that proves nothing. */
    record NotFound(String answer) implements PurchaseState {}

    /** It contradicts itself, or leaves out what an end needs: ask again. */
    record Unclear(String why, String answer) implements PurchaseState {}

    /** How much of a purchase was not delivered. */
    sealed interface Undelivered {
        /**
         * As a part of the whole purchase.
         *
         * @param pieces that were bought, above zero; null: it was sold as a whole, in pieces that nobody has counted
         * @return empty if it can't be a part of that
         */
        Optional<Share> of(@Nullable Integer pieces);
    }

    /**
     * Pieces, where the provider doesn't repeat how many were bought.
     *
     * @param count zero or more
     */
    record Pieces(BigDecimal count) implements Undelivered {
        @Override
        public Optional<Share> of(@Nullable Integer pieces) {
            if (pieces == null) {
                return count.signum() == 0 ? Optional.of(new Share(count, BigDecimal.ONE)) : Optional.empty();
            }
            BigDecimal whole = BigDecimal.valueOf(pieces);
            return count.compareTo(whole) > 0 ? Optional.empty() : Optional.of(new Share(count, whole));
        }
    }

    /**
     * A part of a whole: {@code part} of {@code whole}, in whatever unit the provider counts.
     *
     * @param part zero to {@code whole}
     * @param whole above zero
     */
    record Share(BigDecimal part, BigDecimal whole) implements Undelivered {
        public Share {
            if (whole.signum() <= 0 || part.signum() < 0 || part.compareTo(whole) > 0) {
                throw new IllegalArgumentException(part + " is no part of " + whole);
            }
        }

        @Override
        public Optional<Share> of(@Nullable Integer pieces) {
            return Optional.of(this);
        }
    }
}
