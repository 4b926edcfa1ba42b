package io.waybill.provider;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is known after a purchase was tried. What may be retried is decided by this, not by a class of exception. */
public sealed interface Outcome {
    /** What was sent and answered, masked. */
    Exchange exchange();

    /** The provider has sold it. */
    record Bought(
            String providerOrderId, State state, @Nullable Delivery delivery, Exchange exchange) implements Outcome {
        /** How far the provider is. */
        public enum State {
            DELIVERED,
            IN_PROGRESS
        }
    }

    /**
     * The provider has definitely not sold it: an answer on the adapter's list of definite refusals, or the request
     * provably never left.
     */
    record NotBought(Reason reason, @Nullable Duration retryAfter, Exchange exchange) implements Outcome {
        public enum Reason {
            OUT_OF_STOCK,
            INVALID_RECIPIENT,
            ITEM_GONE,
            REFUSED,
            /** Our balance at the provider is used up. */
            NO_FUNDS,
            /** The provider refuses us as a whole: bad key, wallet disabled, breaker open. */
            PROVIDER_DOWN,
            /** Too many requests; see {@code retryAfter}. */
            BUSY,
            /** DNS, connect, TLS: no byte of the request left. */
            NEVER_SENT
        }
    }

    /**
     * Everything else: time-out after sending, reset, 5xx, 3xx, unreadable or contradictory body. Never resent without
     * a reference the provider honours.
     */
    record Unknown(String evidence, Exchange exchange) implements Outcome {}

    /** What the reseller gets. Never log it. */
    record Delivery(List<String> codes, @Nullable String message) {
        public Delivery {
            codes = List.copyOf(codes);
        }

        @Override
        public String toString() {
            return "Delivery[" + codes.size() + " codes]";
        }
    }

    /**
     * Evidence for a person: no key, no code, the recipient masked.
     *
     * @param httpStatus 0 if there was no answer
     */
    record Exchange(String request, int httpStatus, String answer) {
        public static final Exchange NONE = new Exchange("", 0, "");
    }
}
