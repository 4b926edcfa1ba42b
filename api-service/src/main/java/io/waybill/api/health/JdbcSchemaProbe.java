package io.waybill.api.health;

import org.springframework.jdbc.core.simple.JdbcClient;

/** Asks the database whether it can take orders. */
final class JdbcSchemaProbe {
    private final JdbcClient jdbc;

    JdbcSchemaProbe(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Whether it can be written, and its schema is at least the version that this service brought. */
    boolean canTakeOrders(String schemaVersion) {
        return jdbc.sql("""
                select not pg_is_in_recovery()
                   and current_setting('transaction_read_only') = 'off'
                   and exists (select from flyway_schema_history where version = :version and success)
                   and exists (select from settings)
                """)
                .param("version", schemaVersion)
                .query(Boolean.class)
                .single();
    }
}
