package io.waybill.api.health;

import io.waybill.api.intake.Intake;
import java.time.Duration;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

@Configuration(proxyBeanMethods = false)
class HealthConfiguration {
    private static final Duration QUERY_TIMEOUT = Duration.ofSeconds(2);

    @Bean
    Readiness readiness(Intake intake, DataSource dataSource, Flyway flyway) {
        JdbcTemplate impatient = new JdbcTemplate(dataSource);
        impatient.setQueryTimeout((int) QUERY_TIMEOUT.toSeconds());
        JdbcSchemaProbe probe = new JdbcSchemaProbe(JdbcClient.create(impatient));
        String version = newestVersion(flyway);
        return new Readiness(intake, () -> probe.canTakeOrders(version), System::nanoTime);
    }

    private static String newestVersion(Flyway flyway) {
        MigrationInfo current = flyway.info().current();
        if (current == null) {
            throw new IllegalStateException("The database has no schema: it was not migrated.");
        }
        return current.getVersion().getVersion();
    }
}
