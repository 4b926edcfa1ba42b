package io.waybill.api.admin.upstream;

import io.waybill.money.Usd;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Reads which rows of a catalog are items already. */
final class JdbcOffered {
    private final JdbcClient jdbc;

    JdbcOffered(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    Map<String, Imported> byExternalIds(long providerId, Collection<String> externalIds) {
        Map<String, Imported> imported = new HashMap<>();
        jdbc.sql("""
                select external_id,
                       id,
                       price_micros,
                       active
                  from item
                 where provider_id = :provider
                   and external_id = any (:externalIds)
                """)
                .param("provider", providerId)
                .param("externalIds", externalIds.toArray(String[]::new))
                .query(row -> {
                    imported.put(
                            row.getString("external_id"),
                            new Imported(
                                    row.getLong("id"),
                                    Usd.ofMicros(row.getLong("price_micros")),
                                    row.getBoolean("active")));
                });
        return imported;
    }

    /** The newest import of a provider; whoever holds its turn has made it. */
    long newestRun(long providerId) {
        return jdbc.sql("""
                select id
                  from catalog_run
                 where provider_id = :provider
                 order by id desc
                 limit 1
                """).param("provider", providerId).query(Long.class).single();
    }

    /** An item of a row. */
    record Imported(long itemId, Usd price, boolean active) {}
}
