package io.waybill.schema;

import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What Flyway has recorded of the schema. */
final class JdbcSchema {
    private final JdbcClient jdbc;

    JdbcSchema(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** The newest migration that was applied; 0 if there is none. */
    int appliedVersion() {
        return hasHistory() ? newestVersion() : 0;
    }

    private boolean hasHistory() {
        return jdbc.sql("select to_regclass('flyway_schema_history') is not null")
                .query(Boolean.class)
                .single();
    }

    private int newestVersion() {
        Optional<Integer> newest = jdbc.sql("""
                select max(version::integer)
                  from flyway_schema_history
                 where success
                   and version ~ '^[0-9]+$'
                """)
                .query((row, _) -> Optional.ofNullable(row.getObject(1, Integer.class)))
                .single();
        return newest.orElse(0);
    }
}
