package io.waybill.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;

class TestServicesTest {

    @Test
    void everyDatabaseHasTheSchemaAndIsItsOwn() throws SQLException {
        try (TestDatabase one = TestServices.database();
                TestDatabase other = TestServices.database()) {
            execute(one.dataSource(), "insert into sample (id) values (7)");

            assertThat(count(one.dataSource(), "select count(*) from sample")).isEqualTo(1);
            assertThat(count(other.dataSource(), "select count(*) from sample")).isZero();
            assertThat(one.jdbcUrl()).isNotEqualTo(other.jdbcUrl());
        }
    }

    @Test
    void anEmptyDatabaseHasNoTable() throws SQLException {
        try (TestDatabase database = TestServices.emptyDatabase()) {
            assertThat(count(database.dataSource(), "select count(*) from pg_tables where schemaname = 'public'"))
                    .isZero();
        }
    }

    @Test
    void aClosedDatabaseIsGoneEvenWhileSomebodyIsConnected() throws SQLException {
        TestDatabase database = TestServices.database();
        try (Connection open =
                DriverManager.getConnection(database.jdbcUrl(), database.username(), database.password())) {
            database.close();

            assertThat(open.isValid(1)).isFalse();
        }
        assertThatThrownBy(
                        () -> DriverManager.getConnection(database.jdbcUrl(), database.username(), database.password()))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("does not exist");
    }

    @Test
    void springFindsTheDatabaseByItsProperties() {
        try (TestDatabase database = TestServices.emptyDatabase()) {
            assertThat(database.springProperties())
                    .isEqualTo(Map.of(
                            "spring.datasource.url", database.jdbcUrl(),
                            "spring.datasource.username", database.username(),
                            "spring.datasource.password", database.password()));
        }
    }

    @Test
    void commitsWaitForTheDisk() throws SQLException {
        try (TestDatabase database = TestServices.emptyDatabase()) {
            assertThat(count(database.dataSource(), """
                    select count(*) from pg_settings
                    where name in ('fsync', 'synchronous_commit', 'full_page_writes') and setting = 'on'
                    """)).isEqualTo(3);
        }
    }

    @Test
    void kafkaAnswers() throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", TestServices.bootstrapServers()))) {
            assertThat(admin.describeCluster().nodes().get(20, TimeUnit.SECONDS))
                    .hasSize(1);
        }
    }

    private static void execute(DataSource source, String sql) throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static long count(DataSource source, String sql) throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            result.next();
            return result.getLong(1);
        }
    }
}
