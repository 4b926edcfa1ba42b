package io.waybill.testing;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
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
    void kafkaHandsOutRecordsToAShareGroup() throws Exception {
        Map<String, Object> kafka = Map.of("bootstrap.servers", TestServices.bootstrapServers(), "group.id", "workers");
        try (Admin admin = Admin.create(kafka);
                KafkaProducer<String, String> producer =
                        new KafkaProducer<>(kafka, new StringSerializer(), new StringSerializer());
                KafkaShareConsumer<String, String> consumer =
                        new KafkaShareConsumer<>(kafka, new StringDeserializer(), new StringDeserializer())) {
            admin.createTopics(List.of(new NewTopic("orders", 1, (short) 1)))
                    .all()
                    .get(20, SECONDS);
            consumer.subscribe(List.of("orders"));

            await().atMost(Duration.ofSeconds(30)).until(() -> {
                // A share group begins with what is sent after its first member joined.
                producer.send(new ProducerRecord<>("orders", "order 1001")).get(20, SECONDS);
                return !consumer.poll(Duration.ofMillis(200)).isEmpty();
            });
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
