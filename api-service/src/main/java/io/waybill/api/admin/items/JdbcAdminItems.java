package io.waybill.api.admin.items;

import io.waybill.api.admin.items.ItemState.Buying;
import io.waybill.api.admin.items.ItemState.ItemPrice;
import io.waybill.api.admin.items.ItemState.PendingRise;
import io.waybill.api.admin.items.ItemState.Words;
import io.waybill.api.input.Durations;
import io.waybill.catalog.CheckoutField;
import io.waybill.catalog.Source;
import io.waybill.money.DisplayRate;
import io.waybill.money.Margin;
import io.waybill.money.Usd;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Reads and writes items for their owner. */
final class JdbcAdminItems {
    /** Free codes are counted up to so many in a list. */
    static final int MAX_COUNTED = 10_000;

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final TypeReference<List<CheckoutField>> FIELDS = new TypeReference<>() {};
    private static final TypeReference<List<String>> NAMES = new TypeReference<>() {};

    /** Around the rows that are wanted, so that codes are counted for these alone. */
    private static final String SELECT_VIEW = """
            select i.*,
                   (extract(epoch from i.complete_within) * 1000)::bigint as complete_within_ms,
                   p.name as provider,
                   case i.source
                     when 'stock' then (select count(*)
                                          from (select
                                                  from stock_code
                                                 where item_id = i.id
                                                   and mode = 'live'
                                                   and order_id is null
                                                 limit :counted) c)
                   end as codes_free,
                   case i.source
                     when 'stock' then (select count(*)
                                          from (select
                                                  from stock_code
                                                 where item_id = i.id
                                                   and mode = 'test'
                                                   and order_id is null
                                                 limit :counted) c)
                   end as test_codes_free
              from (%s) i
              left join provider p on p.id = i.provider_id
             order by i.id desc
            """;

    private final JdbcClient jdbc;

    JdbcAdminItems(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    Optional<ItemView> find(long id, DisplayRate rate) {
        return jdbc.sql(SELECT_VIEW.formatted("select * from item where id = :id"))
                .param("id", id)
                .param("counted", Integer.MAX_VALUE)
                .query((row, _) -> view(row, rate, true))
                .optional();
    }

    /** Newest first. */
    List<ItemView> list(ItemQuery query, DisplayRate rate) {
        return jdbc.sql(SELECT_VIEW.formatted("""
                select *
                  from item
                 where id < :before
                %s
                 order by id desc
                 limit :limit
                """.formatted(conditions(query))))
                .param("counted", MAX_COUNTED)
                .param("providerId", query.providerId())
                .param("source", query.source() == null ? null : query.source().wire())
                .param("active", query.active())
                .param("category", query.category())
                .param("words", query.words())
                .param("before", query.before())
                .param("limit", query.limit())
                .query((row, _) -> view(row, rate, null))
                .list();
    }

    private static String conditions(ItemQuery query) {
        List<String> conditions = new ArrayList<>();
        if (query.providerId() != null) {
            conditions.add("and provider_id = :providerId");
        }
        if (query.source() != null) {
            conditions.add(
                    query.source() == Source.PROVIDER
                            ? "and source = 'provider'"
                            : "and source = :source and source <> 'provider'");
        }
        if (query.active() != null) {
            conditions.add("and active = :active");
        }
        if (query.category() != null) {
            conditions.add("and category = :category");
        }
        if (query.priceChanged() != null) {
            conditions.add(query.priceChanged() ? "and pending_since is not null" : "and pending_since is null");
        }
        if (query.words() != null) {
            conditions.add("and position(lower(:words collate \"pg_c_utf8\") in words) > 0");
        }
        return String.join("\n", conditions);
    }

    /**
     * Whether an imported item is available hangs on whether its price covers its cost, which only the next sync can
     * tell. Before the item is locked: whoever imports locks its turn first, then items.
     *
     * @param whileAvailable else only for an item that is not available
     */
    void makeCatalogDue(long id, boolean whileAvailable) {
        jdbc.sql("""
                update sync_job
                   set due_at = clock_timestamp()
                 where kind = 'catalog'
                   and provider_id = (select provider_id
                                        from item
                                       where id = :id
                                         and (:whileAvailable or not available))
                """).param("id", id).param("whileAvailable", whileAvailable).update();
    }

    /** Nobody else writes it until the caller's transaction ends. */
    Optional<ItemState> lock(long id) {
        return jdbc.sql("""
                select i.*,
                       (extract(epoch from i.complete_within) * 1000)::bigint as complete_within_ms,
                       p.margin_percent as provider_margin,
                       p.price_step_micros
                  from item i
                  left join provider p on p.id = i.provider_id
                 where i.id = :id
                   for no key update of i
                """)
                .param("id", id)
                .query((row, _) -> state(row, rule(row)))
                .optional();
    }

    private static @Nullable Margin rule(ResultSet row) throws SQLException {
        BigDecimal margin = decimal(row, "provider_margin");
        return margin == null ? null : new Margin(margin, Usd.ofMicros(row.getLong("price_step_micros")));
    }

    /**
     * @param slug made unique by the id if it is taken and {@code mayDiffer}
     * @return the id; empty if another item has the slug
     */
    OptionalLong add(String slug, boolean mayDiffer, ItemState item) {
        long id = jdbc.sql("select nextval(pg_get_serial_sequence('item', 'id'))")
                .query(Long.class)
                .single();
        if (insert(id, slug, item) || (mayDiffer && insert(id, slug + "-" + id, item))) {
            return OptionalLong.of(id);
        }
        return OptionalLong.empty();
    }

    private boolean insert(long id, String slug, ItemState item) {
        return with(item, jdbc.sql("""
                insert into item (id, slug, name, product_name, category, description, source, price_micros, cost_micros,
                                  unit, min_quantity, max_quantity, fields, active)
                values (:id, :slug, :name, :productName, :category, :description, :source, :priceMicros, :costMicros::bigint,
                        :unit, :minQuantity, :maxQuantity, :fields::jsonb, :active)
                    on conflict (slug) do nothing
                """))
                        .param("id", id)
                        .param("slug", slug)
                        .param("source", item.source().wire())
                        .param("unit", item.unit())
                        .update()
                == 1;
    }

    /** @param switchedByHand from now on it is the owner who switched it, whatever an import has done before */
    void change(long id, ItemState item, boolean switchedByHand) {
        PendingRise pending = item.price().pending();
        int changed = with(item, jdbc.sql("""
                update item
                   set name = :name,
                       product_name = :productName,
                       category = :category,
                       description = :description,
                       price_micros = :priceMicros,
                       cost_micros = :costMicros::bigint,
                       margin_percent = :marginPercent::numeric,
                       own_price = :ownPrice,
                       sell_below_cost = :sellBelowCost,
                       complete_within = :completeWithinMs::bigint * interval '1 millisecond',
                       pending_cost_micros = :pendingCostMicros::bigint,
                       pending_price_micros = :pendingPriceMicros::bigint,
                       pending_since = case when :pendingCostMicros::bigint is null then null else pending_since end,
                       min_quantity = :minQuantity,
                       max_quantity = :maxQuantity,
                       fields = :fields::jsonb,
                       active = :active,
                       own_columns = :ownColumns::jsonb,
                       removed_at = case when :switchedByHand then null else removed_at end,
                       updated_at = clock_timestamp()
                 where id = :id
                """))
                .param("id", id)
                .param("marginPercent", item.price().marginPercent())
                .param("ownPrice", item.price().own())
                .param("sellBelowCost", item.buying().sellBelowCost())
                .param(
                        "completeWithinMs",
                        item.buying().completeWithin() == null
                                ? null
                                : item.buying().completeWithin().toMillis())
                .param(
                        "pendingCostMicros",
                        pending == null ? null : pending.cost().micros())
                .param(
                        "pendingPriceMicros",
                        pending == null ? null : pending.selling().micros())
                .param(
                        "ownColumns",
                        JSON.writeValueAsString(
                                item.ownColumns().stream().sorted().toList()))
                .param("switchedByHand", switchedByHand)
                .update();
        if (changed != 1) {
            throw new IllegalStateException("changed " + changed + " rows of one item");
        }
    }

    private static JdbcClient.StatementSpec with(ItemState item, JdbcClient.StatementSpec statement) {
        Usd cost = item.price().cost();
        return statement
                .param("name", item.words().name())
                .param("productName", item.words().productName())
                .param("category", item.words().category())
                .param("description", item.words().description())
                .param("priceMicros", item.price().selling().micros())
                .param("costMicros", cost == null ? null : cost.micros())
                .param("minQuantity", item.minQuantity())
                .param("maxQuantity", item.maxQuantity())
                .param("fields", JSON.writeValueAsString(item.fields()))
                .param("active", item.active());
    }

    private static ItemView view(ResultSet row, DisplayRate rate, @Nullable Boolean ok) throws SQLException {
        ItemState item = state(row, null);
        Long codes = number(row, "codes_free");
        boolean available = row.getBoolean("available");
        return new ItemView(
                ok,
                row.getLong("id"),
                row.getString("slug"),
                item.words().name(),
                item.words().productName(),
                item.words().category(),
                item.words().description(),
                item.source().wire(),
                row.getString("billing"),
                rate.show(item.price().selling()).toPlainString(),
                rate.currency(),
                item.price().selling().toLongString(),
                item.price().cost() == null ? null : item.price().cost().toLongString(),
                item.price().marginPercent() == null
                        ? null
                        : item.price().marginPercent().toPlainString(),
                item.price().own(),
                pendingView(item.price().pending(), rate),
                item.buying().sellBelowCost(),
                item.buying().completeWithin() == null
                        ? null
                        : Durations.shown(item.buying().completeWithin()),
                Integer.toString(item.unit()),
                item.minQuantity(),
                item.maxQuantity(),
                item.fields(),
                item.ownColumns().stream().sorted().toList(),
                item.active(),
                available,
                codes == null ? available : codes > 0,
                codes,
                number(row, "test_codes_free"),
                number(row, "provider_id"),
                row.getString("provider"),
                row.getString("external_id"),
                time(row, "removed_at"),
                row.getObject("created_at", OffsetDateTime.class).toInstant(),
                row.getObject("updated_at", OffsetDateTime.class).toInstant());
    }

    private static ItemView.@Nullable PendingRise pendingView(@Nullable PendingRise pending, DisplayRate rate) {
        return pending == null
                ? null
                : new ItemView.PendingRise(
                        pending.cost().toLongString(),
                        pending.selling().toLongString(),
                        rate.show(pending.selling()).toPlainString(),
                        pending.since());
    }

    private static ItemState state(ResultSet row, @Nullable Margin rule) throws SQLException {
        return new ItemState(
                Source.ofWire(row.getString("source")),
                row.getInt("unit"),
                new Words(
                        row.getString("name"),
                        row.getString("product_name"),
                        row.getString("category"),
                        row.getString("description")),
                new ItemPrice(
                        Usd.ofMicros(row.getLong("price_micros")),
                        usd(row, "cost_micros"),
                        decimal(row, "margin_percent"),
                        row.getBoolean("own_price"),
                        pending(row)),
                buying(row),
                row.getInt("min_quantity"),
                row.getInt("max_quantity"),
                fields(row.getString("fields")),
                row.getBoolean("active"),
                Set.copyOf(JSON.readValue(row.getString("own_columns"), NAMES)),
                rule);
    }

    private static Buying buying(ResultSet row) throws SQLException {
        Long millis = number(row, "complete_within_ms");
        return new Buying(row.getBoolean("sell_below_cost"), millis == null ? null : Duration.ofMillis(millis));
    }

    private static @Nullable PendingRise pending(ResultSet row) throws SQLException {
        Instant since = time(row, "pending_since");
        return since == null
                ? null
                : new PendingRise(
                        Usd.ofMicros(row.getLong("pending_cost_micros")),
                        Usd.ofMicros(row.getLong("pending_price_micros")),
                        since);
    }

    private static List<CheckoutField> fields(String json) {
        return "[]".equals(json) ? List.of() : JSON.readValue(json, FIELDS);
    }

    private static @Nullable Usd usd(ResultSet row, String column) throws SQLException {
        Long micros = number(row, column);
        return micros == null ? null : Usd.ofMicros(micros);
    }

    private static @Nullable Long number(ResultSet row, String column) throws SQLException {
        long number = row.getLong(column);
        return row.wasNull() ? null : number;
    }

    private static @Nullable BigDecimal decimal(ResultSet row, String column) throws SQLException {
        return row.getBigDecimal(column);
    }

    private static @Nullable Instant time(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }
}
