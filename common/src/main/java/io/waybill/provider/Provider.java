package io.waybill.provider;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A connection to one upstream provider. Thread-safe; every call is bounded in time and size, none is retried after a
 * byte has left.
 */
public interface Provider extends AutoCloseable {
    /**
     * Buys, blocking the calling (virtual) thread for at most the provider's time-outs. Never throws for what the
     * provider does: everything that is not certain is {@link Outcome.Unknown}.
     *
     * @param gate asked just before the request is written, on every try
     */
    Outcome buy(Purchase purchase, SendGate gate);

    /** @throws ProviderException if the provider gave no usable answer */
    Balance balance() throws ProviderException;

    /**
     * Reads the whole catalog, row by row as it arrives.
     *
     * @throws ProviderException if the answer as a whole is not a catalog; rows already passed on must then be dropped
     */
    void catalog(Consumer<CatalogRow> rows) throws ProviderException;

    /**
     * As {@link #catalog(Consumer)}, and says by what the answer is known again; one that is known is not read.
     *
     * @param known an earlier answer to the same account; null: everything is read
     */
    default CatalogAnswer catalog(@Nullable CatalogMark known, Consumer<CatalogRow> rows) throws ProviderException {
        catalog(rows);
        return new CatalogAnswer.Read(null);
    }

    /** How many purchases one question may be about, at least 1. */
    default int statesAtOnce() {
        return 1;
    }

    /**
     * Asks what has become of purchases; changes nothing. A protocol without such a question gives no answer.
     *
     * @param providerOrderIds as {@link Outcome.Bought} named them, 1 to {@link #statesAtOnce}
     * @return for each of them what was said; of one that the answer leaves out, {@link PurchaseState.NotFound}
     * @throws ProviderException if the answer as a whole says nothing
     */
    default Map<String, PurchaseState> states(List<String> providerOrderIds) throws ProviderException {
        throw new ProviderException("This protocol has no question for what became of a purchase.");
    }

    /**
     * Asks to call off a purchase. Never throws for what the provider does; may be repeated.
     *
     * @param providerOrderId as {@link Outcome.Bought} named it
     */
    default Cancellation cancel(String providerOrderId) {
        return new Cancellation.Refused("this protocol can't call off a purchase");
    }

    @Override
    void close();

    /** Whether a request may still be written: the worker's session must be fresh. */
    @FunctionalInterface
    interface SendGate {
        boolean maySend();
    }

    record Balance(BigDecimal amount, String currency) {}
}
