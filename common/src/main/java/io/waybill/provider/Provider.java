package io.waybill.provider;

import java.math.BigDecimal;
import java.util.function.Consumer;

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

    @Override
    void close();

    /** Whether a request may still be written: the worker's session must be fresh. */
    @FunctionalInterface
    interface SendGate {
        boolean maySend();
    }

    record Balance(BigDecimal amount, String currency) {}
}
