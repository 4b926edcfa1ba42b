package io.waybill.api.health;

import io.waybill.api.intake.Intake;
import java.time.Duration;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.util.function.SingletonSupplier;

@Configuration(proxyBeanMethods = false)
class HealthConfiguration {
    private static final Duration QUERY_TIMEOUT = Duration.ofSeconds(2);

    @Bean
    Readiness readiness(Intake intake, DataSource dataSource, ObjectProvider<Flyway> flyway) {
        JdbcTemplate impatient = new JdbcTemplate(dataSource);
        impatient.setQueryTimeout((int) QUERY_TIMEOUT.toSeconds());
        JdbcSchemaProbe probe = new JdbcSchemaProbe(JdbcClient.create(impatient));
        // Read at the first question, so that all beans can be made without a database: an image is built like that.
        SingletonSupplier<String> version = SingletonSupplier.of(() -> newestVersion(flyway.getObject()));
        return new Readiness(intake, () -> probe.canTakeOrders(version.obtain()), System::nanoTime);
    }

    private static String newestVersion(Flyway flyway) {
        MigrationInfo current = flyway.info().current();
        if (current == null) {
            throw new IllegalStateException("The database has no schema: it was not migrated.");
        }
        return current.getVersion().getVersion();
    }
}
