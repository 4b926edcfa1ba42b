package io.waybill.order.remedy;

import io.waybill.order.Deliveries.Delivery;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What an admin can do about an order. When it may be done is {@link RemedyRules}. */
public sealed interface Remedy {
    Kind kind();

    /** A held order that was surely not bought is tried again at once. */
    record Retry() implements Remedy {
        @Override
        public Kind kind() {
            return Kind.RETRY;
        }
    }

    /**
     * A held order whose outcome is known fails, and is refunded in full. If the provider has sold it and never
     * delivered, that is a late success: the store bears the cost.
     */
    record Refund() implements Remedy {
        @Override
        public Kind kind() {
            return Kind.REFUND;
        }
    }

    /**
     * A person knows that it was bought, or has delivered it: the order is completed.
     *
     * @param providerOrderId what the provider calls the purchase, where that is known
     * @param delivery what the reseller gets besides the fact; only for one order
     */
    record ResolveBought(
            @Nullable String providerOrderId, @Nullable Delivery delivery) implements Remedy {
        @Override
        public Kind kind() {
            return Kind.RESOLVE;
        }
    }

    /** A person knows that it was not bought, and won't deliver it: the order fails, and is refunded in full. */
    record ResolveNotBought() implements Remedy {
        @Override
        public Kind kind() {
            return Kind.RESOLVE;
        }
    }

    /**
     * The same is ordered anew for a failed order, linked to it and charged at the present price; once for an order.
     */
    record Reorder() implements Remedy {
        @Override
        public Kind kind() {
            return Kind.REORDER;
        }
    }

    /** What it is called. */
    enum Kind {
        RETRY,
        REFUND,
        RESOLVE,
        REORDER;

        public String wire() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** @throws IllegalArgumentException if there is no such remedy */
        public static Kind ofWire(String word) {
            return valueOf(word.toUpperCase(Locale.ROOT));
        }
    }
}
