package io.waybill.schema;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The guard of the schema, for services that don't migrate it. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(SchemaSettings.class)
public class SchemaConfiguration {
    @Bean
    SchemaGuard schemaGuard(JdbcClient jdbc, SchemaSettings settings) {
        return new SchemaGuard(new JdbcSchema(jdbc), settings);
    }
}
