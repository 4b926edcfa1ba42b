package io.waybill.schema;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.waybill.testing.TestDatabase;
import io.waybill.testing.TestServices;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

class SchemaGuardTest {
    private final TestDatabase database = TestServices.emptyDatabase();
    private final JdbcClient jdbc = JdbcClient.create(database.dataSource());

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void aDatabaseWithoutASchemaIsRefusedWithOneSentence() {
        assertThatThrownBy(() -> guard(Duration.ZERO).await())
                .isInstanceOf(SchemaException.class)
                .hasMessageMatching("The database has no schema, this program needs version \\d+: "
                        + "start the api-service of this release, it migrates the database\\.");
    }

    @Test
    void anOlderSchemaIsRefused() {
        migrate();
        jdbc.sql("update flyway_schema_history set version = '0' where version is not null")
                .update();

        assertThatThrownBy(() -> guard(Duration.ofMillis(50)).await()).isInstanceOf(SchemaException.class);
    }

    @Test
    void aMigrationThatFailedDoesNotCount() {
        migrate();
        jdbc.sql("update flyway_schema_history set success = false").update();

        assertThatThrownBy(() -> guard(Duration.ZERO).await()).isInstanceOf(SchemaException.class);
    }

    @Test
    void theSchemaOfThisReleaseAndANewerOneAreFine() {
        migrate();
        assertThatCode(() -> guard(Duration.ZERO).await()).doesNotThrowAnyException();

        jdbc.sql("""
                insert into flyway_schema_history (installed_rank, version, description, type, script, installed_by,
                                                   execution_time, success)
                values (1000, '999', 'newer', 'SQL', 'V999__newer.sql', 'test', 1, true)
                """).update();
        assertThatCode(() -> guard(Duration.ZERO).await()).doesNotThrowAnyException();
    }

    @Test
    void aWorkerThatStartsFirstWaitsForTheMigration() throws Exception {
        CompletableFuture<Void> waiting =
                CompletableFuture.runAsync(() -> guard(Duration.ofMinutes(1)).await());

        migrate();

        waiting.get(30, TimeUnit.SECONDS);
    }

    private void migrate() {
        Flyway.configure()
                .dataSource(database.dataSource())
                .locations("classpath:db/migration")
                .load()
                .migrate();
    }

    private SchemaGuard guard(Duration waitFor) {
        return new SchemaGuard(new JdbcSchema(jdbc), new SchemaSettings(waitFor, Duration.ofMillis(20)));
    }
}
