package io.waybill.api.database;

import com.zaxxer.hikari.HikariDataSource;
import io.waybill.api.intake.IntakeSettings;
import javax.sql.DataSource;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.jdbc.autoconfigure.DataSourceProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class DatabaseConfiguration {
    @Bean(defaultCandidate = false)
    @ConfigurationProperties("spring.datasource.hikari")
    HikariDataSource sharedConnections(DataSourceProperties properties) {
        return properties
                .initializeDataSourceBuilder()
                .type(HikariDataSource.class)
                .build();
    }

    /**
     * One for each lane, which never needs two at once; made like the others, and not before the first is asked for.
     */
    @Bean(defaultCandidate = false)
    HikariDataSource laneConnections(@Qualifier("sharedConnections") HikariDataSource shared, IntakeSettings settings) {
        HikariDataSource lanes = new HikariDataSource();
        shared.copyStateTo(lanes);
        lanes.setPoolName(shared.getPoolName() + "-lanes");
        lanes.setMaximumPoolSize(settings.lanes());
        lanes.setMinimumIdle(settings.lanes());
        return lanes;
    }

    @Bean
    DataSource dataSource(
            @Qualifier("sharedConnections") HikariDataSource shared,
            @Qualifier("laneConnections") HikariDataSource lanes) {
        return new LaneConnections(shared, lanes);
    }
}
