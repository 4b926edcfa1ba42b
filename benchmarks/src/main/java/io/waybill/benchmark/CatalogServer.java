package io.waybill.benchmark;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A panel on the loopback address with two catalogs of the same products at different prices. They are streamed from
 * files, so that they take up no memory of the process that is measured.
 */
final class CatalogServer implements AutoCloseable {
    private static final int SEND_BUFFER = 1 << 16;

    private final List<Path> catalogs;
    private final HttpServer server;
    private final AtomicInteger repriced = new AtomicInteger();

    private CatalogServer(List<Path> catalogs, HttpServer server) {
        this.catalogs = catalogs;
        this.server = server;
    }

    static CatalogServer start(int products) throws IOException {
        List<Path> catalogs = List.of(write(products, 100), write(products, 107));
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        CatalogServer started = new CatalogServer(catalogs, server);
        server.createContext("/api/v1/products", started::answer);
        server.start();
        return started;
    }

    private static Path write(int products, int lowestPrice) throws IOException {
        Path file = Files.createTempFile("waybill-benchmark-", ".json");
        try (Writer out = new BufferedWriter(Files.newBufferedWriter(file), SEND_BUFFER)) {
            out.write("{\"ok\":true,\"currency\":\"BDT\",\"products\":[");
            for (int i = 0; i < products; i++) {
                out.write(i == 0 ? "" : ",");
                out.write(product(i, lowestPrice + i % 900));
            }
            out.write("]}");
        }
        return file;
    }

    private static String product(int i, int price) {
        return String.format(Locale.ROOT, """
                {"item_id":"item-%1$d","slug":"item-%1$d","name":"%2$d diamonds of the great game, number %1$d",\
                "product_name":"Great game %3$d","category":"Category %4$d",\
                "description":"Delivered within minutes to the player with this id; number %1$d of the list.",\
                "price":"%5$d.50","unit":1,"min_quantity":1,"max_quantity":1,"in_stock":true}""", i, i % 500, i / 20, i % 40, price);
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/api/v1");
    }

    /** From now on the other prices hold. */
    void reprice() {
        repriced.incrementAndGet();
    }

    long bytes() {
        try {
            return Files.size(catalogs.getFirst());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        Path catalog = catalogs.get(repriced.get() % catalogs.size());
        exchange.getResponseHeaders().set("Content-Type", "application/json; charset=utf-8");
        exchange.sendResponseHeaders(200, Files.size(catalog));
        try (OutputStream body = exchange.getResponseBody()) {
            Files.copy(catalog, body);
        }
    }

    @Override
    public void close() throws IOException {
        server.stop(0);
        for (Path catalog : catalogs) {
            Files.deleteIfExists(catalog);
        }
    }
}
