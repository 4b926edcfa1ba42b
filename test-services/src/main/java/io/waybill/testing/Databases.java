package io.waybill.testing;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.flywaydb.core.Flyway;

/** Hands out databases of one server; those with the schema are copies of a template that was migrated once. */
final class Databases {

    private static final String TEMPLATE = "template_migrated";

    private final DatabaseServer server;
    private final AtomicInteger last = new AtomicInteger();
    private final Supplier<String> template = new Once<>(this::migratedTemplate);

    Databases(DatabaseServer server) {
        this.server = server;
    }

    TestDatabase migrated() {
        return createFrom(template.get());
    }

    TestDatabase empty() {
        return createFrom("template1");
    }

    /**
     * Drops a database, connections that are still open included. Not by {@code with (force)}: that is refused to a
     * role that is no superuser whenever autovacuum is at work there, while a plain drop asks autovacuum to leave.
     */
    void drop(String name) {
        execute(
                "alter database " + name + " with allow_connections false",
                """
                select pg_terminate_backend(pid, 5000)
                  from pg_stat_activity
                 where datname = '%s'
                   and usename = current_user
                """.formatted(name),
                "drop database " + name);
    }

    private TestDatabase createFrom(String source) {
        String name = "test_" + last.incrementAndGet();
        execute("create database " + name + " template " + source);
        return new TestDatabase(this, name, server.jdbcUrl(name), server.username(), server.password());
    }

    private String migratedTemplate() {
        execute("create database " + TEMPLATE);
        Flyway.configure()
                .dataSource(server.jdbcUrl(TEMPLATE), server.username(), server.password())
                .locations("classpath:db/migration")
                .load()
                .migrate();
        return TEMPLATE;
    }

    /** One after the other over one connection, each committed by itself. */
    private void execute(String... statements) {
        try (Connection connection =
                        DriverManager.getConnection(server.jdbcUrl("postgres"), server.username(), server.password());
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException e) {
            throw new IllegalStateException("Cannot " + String.join("; ", statements), e);
        }
    }
}
