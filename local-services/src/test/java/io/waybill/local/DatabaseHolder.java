package io.waybill.local;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * A process of its own that starts the database in a folder, or a temporary one, commits one row, says so, and waits to
 * be killed.
 */
final class DatabaseHolder {

    static final String READY = "ready";

    private DatabaseHolder() {}

    public static void main(String[] arguments) throws SQLException, IOException {
        DatabaseSettings settings =
                arguments.length == 0 ? DatabaseSettings.temporary() : DatabaseSettings.keptIn(Path.of(arguments[0]));
        EmbeddedDatabase database = EmbeddedDatabase.start(settings);
        try (Connection connection =
                        DriverManager.getConnection(database.jdbcUrl(), database.username(), database.password());
                Statement statement = connection.createStatement()) {
            statement.execute("create table if not exists kept (id bigint primary key)");
            statement.execute("insert into kept (id) values (42)");
            System.out.println(READY);
            // Held open over the kill; ends when whoever started it closes the pipe.
            int end = System.in.read();
            System.out.println("released " + end);
        }
        database.close();
    }
}
