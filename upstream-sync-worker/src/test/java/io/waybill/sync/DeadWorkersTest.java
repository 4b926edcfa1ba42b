package io.waybill.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.waybill.provider.ScriptedServer;
import io.waybill.provider.ScriptedServer.Script;
import io.waybill.testing.TestDatabase;
import io.waybill.testing.TestServices;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What becomes of the turn of a worker that is killed, or stands still: real processes, real signals. */
class DeadWorkersTest {
    private static final Duration START = Duration.ofSeconds(60);
    private static final Duration PASSES_ON_WITHIN = Duration.ofSeconds(15);

    private TestDatabase database;
    private JdbcClient jdbc;
    private ScriptedServer server;

    @BeforeEach
    void start() throws Exception {
        database = TestServices.database();
        jdbc = JdbcClient.create(database.dataSource());
        server = ScriptedServer.start(products("1"));
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
        database.close();
    }

    @Test
    void aKilledWorkersTurnPassesOnWithinFifteenSeconds() throws Exception {
        server.otherwise(connection -> {
            connection.read();
            connection.write("HTTP/1.1 200 OK\r\n\r\n");
            for (int i = 0; i < 3_000; i++) {
                connection.write(" ");
                connection.pause(Duration.ofMillis(100));
            }
        });
        RunningWorker.addProvider(database, server.url());
        try (WorkerProcess doomed = WorkerProcess.start(database, "-Xmx128m")) {
            await().atMost(START)
                    .until(() ->
                            number("select count(*) from sync_job where kind = 'catalog' and holder is not null") == 1);
            try (RunningWorker _ = RunningWorker.start(database)) {
                doomed.kill();
                server.otherwise(products("1"));

                await().atMost(PASSES_ON_WITHIN).until(() -> number("select count(*) from catalog_run") == 1);
            }
        }
        assertThat(number("select count(*) from item where active")).isEqualTo(1);
    }

    @Test
    void aWorkerThatStandsStillInTheMiddleOfAMergeWritesNothing() throws Exception {
        RunningWorker.addProvider(database, server.url());
        try (WorkerProcess paused = WorkerProcess.start(database, "-Xmx128m");
                Connection other = database.dataSource().getConnection();
                Statement statement = other.createStatement()) {
            await().atMost(START).until(() -> number("select count(*) from catalog_run") == 1);
            other.setAutoCommit(false);
            statement.execute("select id from item for update");
            server.otherwise(products("1.20"));
            jdbc.sql("update sync_job set due_at = now() where kind = 'catalog'")
                    .update();
            await().atMost(START).until(() -> number("""
                    select count(*)
                      from pg_stat_activity
                     where application_name = 'waybill-sync'
                       and wait_event_type = 'Lock'
                       and query like 'with compared%'
                    """) == 1);
            try (RunningWorker _ = RunningWorker.start(database)) {
                paused.pause();
                other.rollback();

                await().atMost(PASSES_ON_WITHIN).until(() -> number("select count(*) from catalog_run") == 2);
            }
            paused.resume();

            jdbc.sql("update sync_job set due_at = now() where kind = 'catalog'")
                    .update();
            await().atMost(START).until(() -> number("select count(*) from catalog_run") == 3);
            assertThat(paused.isAlive()).isTrue();
        }
        assertThat(number("select sum(updated) from catalog_run")).isEqualTo(1);
        assertThat(number("select price_micros from item")).isEqualTo(1_320_000);
    }

    private static Script products(String price) {
        return connection -> {
            String path = connection.read().path();
            String body = path.endsWith("/me")
                    ? "{\"ok\":true,\"user\":{\"balance\":\"1\"}}"
                    : "{\"ok\":true,\"currency\":\"USD\",\"products\":[{\"item_id\":1,\"name\":\"n\",\"price\":\""
                            + price + "\"}]}";
            connection.write("HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
        };
    }

    private long number(String sql) {
        return jdbc.sql(sql).query(Long.class).single();
    }
}
