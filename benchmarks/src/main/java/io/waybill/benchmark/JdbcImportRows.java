package io.waybill.benchmark;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import org.postgresql.PGConnection;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The rows of a provider's items, past the code that is measured. */
final class JdbcImportRows {
    private final JdbcTemplate template;
    private final JdbcClient jdbc;

    JdbcImportRows(JdbcTemplate template) {
        this.template = template;
        this.jdbc = JdbcClient.create(template);
    }

    long addProvider(String baseUrl) {
        return jdbc.sql("""
                insert into provider (name, protocol, base_url, api_key_sealed, billing, margin_percent)
                values ('benchmark', 'panel', :baseUrl, '\\x00', 'wallet', 10)
                returning id
                """).param("baseUrl", baseUrl).query(Long.class).single();
    }

    /** Differs if any row was written, or only locked. */
    String versions() {
        return jdbc.sql("""
                select concat_ws('/', count(*), sum(xmin::text::bigint), sum(xmax::text::bigint))
                  from item
                """).query(String.class).single();
    }

    void copyOut(Path file) {
        template.execute((ConnectionCallback<Long>) connection -> copyOut(connection, file));
    }

    /** An empty table like the items', with their indexes and checks. */
    void createTwin() {
        template.execute("create table item_twin (like item including all) with (fillfactor = 50)");
    }

    /** Fills it, in a transaction of its own. */
    long copyIntoTwin(Path file) {
        Long copied = template.execute((ConnectionCallback<Long>) connection -> copyIn(connection, file));
        return copied == null ? 0 : copied;
    }

    void dropTwin() {
        template.execute("drop table item_twin");
    }

    private static long copyOut(Connection connection, Path file) throws SQLException {
        try (OutputStream out = Files.newOutputStream(file)) {
            return connection.unwrap(PGConnection.class).getCopyAPI().copyOut("copy item to stdout", out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long copyIn(Connection connection, Path file) throws SQLException {
        try (InputStream in = Files.newInputStream(file)) {
            return connection.unwrap(PGConnection.class).getCopyAPI().copyIn("copy item_twin from stdin", in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
