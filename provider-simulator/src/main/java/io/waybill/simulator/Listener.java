package io.waybill.simulator;

import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** The port: it can be closed and opened again, under the same number. Safe for any thread. */
final class Listener implements AutoCloseable {

    private static final int BACKLOG = 4_096;
    private static final Duration LAST_WORK = Duration.ofSeconds(2);

    static {
        // The JDK's server reads them once. By default it delays small answers, and drops idle connections (after 30 s
        // or above 200) before the JDK's client does: an order sent on one of those would seem an unknown outcome.
        setIfAbsent("sun.net.httpserver.nodelay", "true");
        setIfAbsent("sun.net.httpserver.idleInterval", "300");
        setIfAbsent("sun.net.httpserver.maxIdleConnections", "20000");
    }

    private final ReentrantLock lock = new ReentrantLock();
    private final ExecutorService executor = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("simulator-", 0).factory());
    private final HttpHandler handler;
    private InetSocketAddress address;
    private @Nullable HttpServer server;
    private boolean closed;

    Listener(InetSocketAddress wanted, HttpHandler handler) throws IOException {
        this.address = wanted;
        this.handler = handler;
        listen();
    }

    InetSocketAddress address() {
        lock.lock();
        try {
            return address;
        } finally {
            lock.unlock();
        }
    }

    /** Listens, if it does not yet. */
    void listen() throws IOException {
        lock.lock();
        try {
            if (server == null && !closed) {
                HttpServer opened = HttpServer.create(address, BACKLOG);
                opened.createContext("/", handler);
                opened.setExecutor(executor);
                opened.start();
                address = opened.getAddress();
                server = opened;
            }
        } finally {
            lock.unlock();
        }
    }

    /** Closes the port and cuts the connections; work in progress goes on, without anybody to answer. */
    void refuse() {
        lock.lock();
        try {
            if (server != null) {
                server.stop(0);
                server = null;
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            refuse();
        } finally {
            lock.unlock();
        }
        executor.shutdown();
        try {
            if (!executor.awaitTermination(LAST_WORK.toMillis(), TimeUnit.MILLISECONDS)) {
                executor.shutdownNow();
            }
        } catch (InterruptedException _) {
            executor.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }

    private static void setIfAbsent(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }
}
