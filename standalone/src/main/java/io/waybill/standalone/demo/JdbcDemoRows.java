package io.waybill.standalone.demo;

import io.waybill.money.Usd;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The few rows of a demo store that no use case of the store writes. Every call takes part in the caller's transaction.
 */
final class JdbcDemoRows {

    private final JdbcClient jdbc;

    JdbcDemoRows(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    Optional<Long> providerId(String name) {
        return jdbc.sql("""
                select id
                  from provider
                 where name = :name
                """).param("name", name).query(Long.class).optional();
    }

    void moveProvider(long id, URI baseUrl) {
        jdbc.sql("""
                update provider
                   set base_url = :baseUrl,
                       updated_at = now()
                 where id = :id
                   and base_url <> :baseUrl
                """).param("id", id).param("baseUrl", baseUrl.toString()).update();
    }

    /** Whether the provider's catalog was ever imported. */
    boolean wasImported(long providerId) {
        return jdbc.sql("""
                select exists (select
                                 from catalog_run
                                where provider_id = :providerId
                                  and result = 'imported')
                """)
                .param("providerId", providerId)
                .query(Boolean.class)
                .single();
    }

    /**
     * Adds an item of a provider under an id of our choice, before the import does; that brings the rest up to date.
     *
     * @return false if it is there already
     */
    boolean addItemAs(long id, long providerId, String externalId, Draft draft) {
        return jdbc.sql("""
                insert into item (id, slug, name, product_name, category, description, source, price_micros,
                                  provider_id, external_id)
                values (:id, :slug, :name, :productName, :category, :description, 'provider', :priceMicros,
                        :providerId, :externalId)
                    on conflict do nothing
                """)
                        .param("id", id)
                        .param("providerId", providerId)
                        .param("externalId", externalId)
                        .params(draft.parameters())
                        .update()
                == 1;
    }

    /** Adds an item of a provider, on sale or not, before the import does; that leaves it so. */
    void addPackage(long providerId, String externalId, boolean active, Draft draft) {
        jdbc.sql("""
                insert into item (slug, name, product_name, category, description, source, billing, price_micros,
                                  active, provider_id, external_id)
                values (:slug, :name, :productName, :category, :description, 'provider', 'provider', :priceMicros,
                        :active, :providerId, :externalId)
                    on conflict do nothing
                """)
                .param("providerId", providerId)
                .param("externalId", externalId)
                .param("active", active)
                .params(draft.parameters())
                .update();
    }

    /**
     * Adds an item of our own.
     *
     * @param source {@code stock} or {@code manual}
     * @return its id; empty if there is one with its slug
     */
    Optional<Long> addOwnItem(String source, Draft draft, int maxQuantity) {
        return jdbc.sql("""
                insert into item (slug, name, product_name, category, description, source, price_micros, max_quantity)
                values (:slug, :name, :productName, :category, :description, :source, :priceMicros, :maxQuantity)
                    on conflict (slug) do nothing
                returning id
                """)
                .param("source", source)
                .param("maxQuantity", maxQuantity)
                .params(draft.parameters())
                .query(Long.class)
                .optional();
    }

    /** Lets the next item that is added get an id above all that were chosen. */
    void moveItemIdsPast(long chosen) {
        jdbc.sql("""
                select setval(pg_get_serial_sequence('item', 'id'), greatest(:chosen, max(id)))
                  from item
                """).param("chosen", chosen).query(Long.class).single();
    }

    /** What an item is called and costs. */
    record Draft(String slug, String name, String productName, String category, String description, Usd price) {

        private Map<String, Object> parameters() {
            return Map.of(
                    "slug", slug,
                    "name", name,
                    "productName", productName,
                    "category", category,
                    "description", description,
                    "priceMicros", price.micros());
        }
    }
}
