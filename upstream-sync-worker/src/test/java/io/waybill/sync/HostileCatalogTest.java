package io.waybill.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.waybill.provider.ScriptedServer;
import io.waybill.provider.ScriptedServer.Connection;
import io.waybill.provider.ScriptedServer.Script;
import io.waybill.testing.TestDatabase;
import io.waybill.testing.TestServices;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What a worker with little memory makes of answers that mean it ill: each ends in a run that says why, and no item has
 * changed. One process takes them all, and is alive at the end.
 */
class HostileCatalogTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String BEGIN = "{\"ok\":true,\"currency\":\"USD\",\"products\":[";
    private static final int MEGABYTE = 1 << 20;

    private static TestDatabase database;
    private static JdbcClient jdbc;
    private static ScriptedServer server;
    private static WorkerProcess worker;

    @BeforeAll
    static void start() throws Exception {
        database = TestServices.database();
        jdbc = JdbcClient.create(database.dataSource());
        server = ScriptedServer.start(catalog(row("1", "\"1\""), row("2", "\"2\"")));
        RunningWorker.addProvider(database, server.url());
        worker = WorkerProcess.start(
                database,
                "-Xmx96m",
                "--waybill.panel.catalog-time=8s",
                "--waybill.sync.retry-first=1h",
                "--waybill.sync.retry-most=1h");
        await().atMost(PATIENCE).until(() -> runs() == 1);
    }

    @AfterAll
    static void stop() throws Exception {
        worker.close();
        server.close();
        database.close();
    }

    static Stream<Arguments> hostileAnswers() {
        return Stream.of(
                Arguments.of("100 MB", endless(100), "longer than 67108864 bytes"),
                Arguments.of("endless", endless(Integer.MAX_VALUE), "longer than 67108864 bytes"),
                Arguments.of("one endless text", endlessText(), "breaks off or is broken"),
                Arguments.of("endless headers", endlessHeaders(), "can not be reached"),
                Arguments.of(
                        "HTML", Script.answer(200, "Content-Type: text/html\r\n", "<html>Soon back</html>"), "broken"),
                Arguments.of("a redirect", Script.answer(302, "Location: http://127.0.0.1:1/\r\n", ""), "status 302"),
                Arguments.of("cut off", Script.json(200, BEGIN + row("1", "\"9\"") + ","), "broken, after 1 rows"),
                Arguments.of("slow drip", drip(), "time ran out"),
                Arguments.of("gzip bomb", gzipBomb(), "broken"),
                Arguments.of("no list", Script.json(200, "{\"ok\":true,\"products\":{\"1\":1}}"), "no single list"),
                Arguments.of(
                        "wrong types",
                        catalog("1", "null", "[]", row("[1]", "\"1\""), row("1", "{\"amount\":1}"), row("2", "true")),
                        "nothing that can be sold"),
                Arguments.of(
                        "negative and absurd prices",
                        catalog(row("1", "-1"), row("2", "1e99"), row("3", "NaN"), row("4", "\"9999999999999\"")),
                        "nothing that can be sold"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("hostileAnswers")
    void endsInARunThatSaysWhyAndChangesNothing(String name, Script answer, String why) {
        List<Map<String, Object>> before = items();
        int runs = runs();
        server.otherwise(answer);
        jdbc.sql("update sync_job set due_at = now() where kind = 'catalog'").update();

        await().atMost(PATIENCE).until(() -> runs() > runs);

        assertThat(jdbc.sql("select result, error from catalog_run order by id desc limit 1")
                        .query()
                        .singleRow())
                .as(name)
                .containsEntry("result", "failed")
                .hasEntrySatisfying(
                        "error", error -> assertThat(error.toString()).contains(why));
        assertThat(items()).hasSize(2).isEqualTo(before);
        assertThat(worker.isAlive()).isTrue();
    }

    private static List<Map<String, Object>> items() {
        return jdbc.sql("select *, xmin::text as xmin from item order by id")
                .query()
                .listOfRows();
    }

    private static int runs() {
        return jdbc.sql("select count(*) from catalog_run").query(Integer.class).single();
    }

    private static Script catalog(String... rows) {
        return Script.json(200, BEGIN + String.join(",", rows) + "]}");
    }

    private static String row(String id, String price) {
        return "{\"item_id\":" + id + ",\"name\":\"n\",\"price\":" + price + "}";
    }

    private static Script endless(int megabytes) {
        return connection -> {
            connection.read();
            connection.write("HTTP/1.1 200 OK\r\n\r\n" + BEGIN);
            int id = 0;
            for (int written = 0; written / MEGABYTE < megabytes; ) {
                StringBuilder rows = new StringBuilder();
                while (rows.length() < MEGABYTE) {
                    rows.append("{\"item_id\":").append(id++).append(",\"name\":\"n\",\"price\":1,\"description\":\"");
                    rows.repeat('d', 2_000).append("\"},");
                }
                connection.write(rows.toString());
                written = Math.addExact(written, rows.length());
            }
            connection.write(row("0", "1") + "]}");
            connection.hangUp();
        };
    }

    private static Script endlessText() {
        return connection -> {
            connection.read();
            connection.write("HTTP/1.1 200 OK\r\n\r\n" + BEGIN + "{\"item_id\":1,\"name\":\"");
            writeForEver(connection, "x".repeat(MEGABYTE));
        };
    }

    private static Script endlessHeaders() {
        return connection -> {
            connection.read();
            connection.write("HTTP/1.1 200 OK\r\n");
            writeForEver(connection, "X-More: and more\r\n".repeat(1_000));
        };
    }

    /** Until the worker hangs up. */
    private static void writeForEver(Connection connection, String text) throws IOException {
        while (true) {
            connection.write(text);
        }
    }

    private static Script drip() {
        return connection -> {
            connection.read();
            connection.write("HTTP/1.1 200 OK\r\n\r\n" + BEGIN);
            while (true) {
                connection.write(" ");
                connection.pause(Duration.ofMillis(50));
            }
        };
    }

    /** A hundred megabytes of spaces before a catalog, in a hundred kilobytes. */
    private static Script gzipBomb() {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            byte[] spaces = " ".repeat(MEGABYTE).getBytes(StandardCharsets.US_ASCII);
            for (int i = 0; i < 100; i++) {
                out.write(spaces);
            }
            out.write((BEGIN + row("1", "9") + "]}").getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return connection -> {
            connection.read();
            connection.write(
                    "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: " + packed.size() + "\r\n\r\n");
            connection.write(packed.toByteArray());
        };
    }
}
