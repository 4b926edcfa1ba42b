package io.waybill.api.admin.items.codes;

import io.waybill.catalog.Source;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Reads where items come from. */
final class JdbcItemSources {
    private final JdbcClient jdbc;

    JdbcItemSources(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    Optional<Source> find(long itemId) {
        return jdbc.sql("""
                select source
                  from item
                 where id = :id
                """)
                .param("id", itemId)
                .query((row, _) -> Source.ofWire(row.getString("source")))
                .optional();
    }
}
