package io.waybill.catalog;

import static io.waybill.query.Rows.instant;

import io.waybill.money.Price;
import io.waybill.money.Usd;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

final class JdbcItems implements Items {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final TypeReference<List<CheckoutField>> FIELDS = new TypeReference<>() {};

    private static final String SELECT_ITEM = """
            select i.id,
                   i.slug,
                   i.name,
                   i.product_name,
                   i.category,
                   i.description,
                   i.source,
                   i.billing,
                   i.price_micros,
                   i.cost_micros,
                   i.unit,
                   i.min_quantity,
                   i.max_quantity,
                   i.fields,
                   i.active,
                   case i.source
                     when 'stock' then exists (select from stock_code c
                                                where c.item_id = i.id and c.mode = 'live' and c.order_id is null)
                     else i.available
                   end as available,
                   i.provider_id,
                   i.external_id,
                   i.updated_at
              from item i
            """;

    private final JdbcClient jdbc;

    JdbcItems(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public List<Item> byIds(Collection<Long> ids) {
        return jdbc.sql(SELECT_ITEM + " where i.id = any (:ids)")
                .param("ids", ids.toArray(Long[]::new))
                .query(JdbcItems::item)
                .list();
    }

    @Override
    public List<Item> active() {
        return jdbc.sql(SELECT_ITEM + " where i.active order by i.id")
                .query(JdbcItems::item)
                .list();
    }

    private static Item item(ResultSet row, int index) throws SQLException {
        long cost = row.getLong("cost_micros");
        boolean costUnknown = row.wasNull();
        long providerId = row.getLong("provider_id");
        boolean ours = row.wasNull();
        return new Item(
                row.getLong("id"),
                row.getString("slug"),
                row.getString("name"),
                row.getString("product_name"),
                row.getString("category"),
                row.getString("description"),
                Source.ofWire(row.getString("source")),
                Billing.ofWire(row.getString("billing")),
                new Price(Usd.ofMicros(row.getLong("price_micros")), row.getInt("unit")),
                costUnknown ? null : Usd.ofMicros(cost),
                row.getInt("min_quantity"),
                row.getInt("max_quantity"),
                fields(row.getString("fields")),
                row.getBoolean("active"),
                row.getBoolean("available"),
                ours ? null : providerId,
                externalId(row),
                instant(row, "updated_at"));
    }

    private static @Nullable String externalId(ResultSet row) throws SQLException {
        return row.getString("external_id");
    }

    private static List<CheckoutField> fields(String json) {
        return "[]".equals(json) ? List.of() : JSON.readValue(json, FIELDS);
    }
}
