package io.waybill.simulator;

import io.waybill.simulator.book.Book;
import io.waybill.simulator.catalog.Catalog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An upstream provider to buy from, for tests, demos and measurements: a real HTTP server that speaks the store API and
 * the SMM panel API, and misbehaves as the recipient of an order asks. Its {@link #book()} is the independent count of
 * what was really bought. Safe for any thread.
 */
public final class ProviderSimulator implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ProviderSimulator.class);

    private final Book book;
    private final Catalog catalog;
    private final Conduct conduct;
    private final Closing closing = new Closing();
    private final Listener listener;
    private final Outages outages;

    private ProviderSimulator(SimulatorOptions options) throws IOException {
        book = Book.open(options.directory, options.accounts, options.clock);
        catalog = options.catalog;
        conduct = new Conduct(options);
        Replies replies = new Replies(conduct, closing);
        OrderLookup lookup = new OrderLookup(book, options, conduct);
        OrderDesk orders = new OrderDesk(book, options, conduct, replies, closing, lookup, new StoreWording());
        StoreApi store = new StoreApi(book, options, orders, lookup);
        OrderDesk smmOrders = new OrderDesk(book, options, conduct, replies, closing, lookup, new SmmWording());
        SmmApi smm = new SmmApi(book, options, smmOrders, lookup);
        OperatorApi operator = new OperatorApi(this, conduct);
        Reception reception = new Reception(store, smm, operator, replies, conduct, options.maxConcurrent);
        try {
            listener = new Listener(new InetSocketAddress(options.host, options.port), reception);
        } catch (IOException | RuntimeException failure) {
            book.close();
            throw failure;
        }
        outages = new Outages(conduct, listener, closing);
    }

    /**
     * Opens the book, then the port; it serves when this returns.
     *
     * @throws UncheckedIOException if the port is taken or the directory cannot be used
     * @throws IllegalStateException if another simulator has the directory, or if its journal is damaged
     */
    public static ProviderSimulator start(SimulatorOptions options) {
        try {
            ProviderSimulator simulator = new ProviderSimulator(options);
            LOG.atInfo()
                    .addKeyValue("url", simulator.baseUrl())
                    .addKeyValue("items", options.catalog.items().size())
                    .addKeyValue("purchases", simulator.book.summary().purchases())
                    .log("provider simulator started");
            return simulator;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Where the store API is: {@code http://127.0.0.1:<port>/api/v1}. */
    public URI baseUrl() {
        return URI.create(url() + StoreApi.BASE);
    }

    /** Where the SMM panel API is: {@code http://127.0.0.1:<port>/api/v2}. */
    public URI smmUrl() {
        return URI.create(url() + SmmApi.PATH);
    }

    /** Where the server is, without a path; the operator's routes are under {@code /simulator} there. */
    public URI url() {
        InetSocketAddress address = listener.address();
        String host = address.getHostString();
        return URI.create("http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort());
    }

    public int port() {
        return listener.address().getPort();
    }

    public Book book() {
        return book;
    }

    public Catalog catalog() {
        return catalog;
    }

    /**
     * Begins an outage, or ends it with {@link Outage#NONE}.
     *
     * @throws UncheckedIOException if the port was closed and somebody else has taken it
     */
    public void outage(Outage outage) {
        outages.begin(outage);
    }

    /** Begins an outage that ends by itself, unless another is begun meanwhile. */
    public void outage(Outage outage, Duration length) {
        outages.begin(outage, length);
    }

    /** Whether a repeated {@code Idempotency-Key} answers the original order from now on. */
    public void honoursIdempotency(boolean honours) {
        conduct.honoursIdempotency(honours);
    }

    /** How long slow answers take from now on, and orders that are not completed at once. */
    public void slowDelay(Duration delay) {
        conduct.slowDelay(delay);
    }

    /** Cuts all connections, lets go of the port and the book. Takes no longer than a purchase in progress. */
    @Override
    public void close() {
        closing.begin();
        listener.close();
        try {
            book.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        LOG.atInfo().log("provider simulator stopped");
    }
}
