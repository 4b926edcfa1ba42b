package io.waybill.simulator;

import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** The port: it can be closed and opened again, under the same number. Safe for any thread. */
final class Listener implements AutoCloseable {

    private static final int BACKLOG = 4_096;

    static {
        // Read once by the JDK's server. Without them it delays small answers, and drops idle connections earlier (30 s, 200
        // of them) than the JDK's client does, whose next order on such a connection would look like an unknown outcome.
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
        executor.close();
    }

    private static void setIfAbsent(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }
}
