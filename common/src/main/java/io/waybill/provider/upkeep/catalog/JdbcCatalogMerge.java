package io.waybill.provider.upkeep.catalog;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Brings what was staged into the items. */
final class JdbcCatalogMerge {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int MAX_SHOWN = 100;

    private final JdbcTemplate template;
    private final JdbcClient jdbc;

    JdbcCatalogMerge(JdbcTemplate template) {
        this.template = template;
        this.jdbc = JdbcClient.create(template);
    }

    int countOffered(long providerId) {
        return jdbc.sql("""
                select count(*)
                  from item
                 where provider_id = :provider
                   and active
                """).param("provider", providerId).query(Integer.class).single();
    }

    /**
     * For the rest of the transaction: memory to join a whole catalog in, no compiler for the one statement, an early
     * end if the worker is paused after it, and an end in any case.
     */
    void prepare() {
        template.execute("""
                set local work_mem = '64MB';
                set local jit = off;
                set local idle_in_transaction_session_timeout = '5s';
                set local transaction_timeout = '2min'
                """);
    }

    /**
     * Makes the provider's items what is staged.
     *
     * <p>{@code asked} is what a row asks for: the division comes last, so that a price that is a whole number of steps
     * is not rounded up by the digits that a quotient lacks. {@code ruled} is what the item gets: if the cost rises too
     * far, price and cost stay until a person has decided; and what does not cover the cost that the provider takes now
     * is not available, unless the provider's account pays or its owner allows that. Rows that are as they were are not
     * touched, not even locked.
     *
     * <p>An item that somebody else writes at the same time is left to the next run ({@code place} and {@code seen}
     * name the row's version): what a person sets is never overwritten by what was computed without it. {@code offset
     * 0} has PostgreSQL work out each row's prices once, and not wherever they are mentioned; what asks {@code counted}
     * first spares a scan of rows of which there are none.
     *
     * @param whole whether the whole catalog is staged: items that are not in it are gone
     */
    Merged merge(long providerId, boolean whole) {
        return jdbc.sql("""
                with compared as materialized (
                  select l.external_id, l.slug, l.name, l.product_name, l.category, l.description, l.unit, l.min_quantity,
                         l.max_quantity, l.fields,
                         i.id as item_id,
                         i.ctid as place,
                         i.xmin as seen,
                         i.active and l.external_id is null and :whole as gone,
                         l.external_id is not null as listed,
                         i.price_micros as price_before,
                         i.pending_cost_micros as pending_before,
                         p.billing,
                         asked.waits,
                         ruled.*,
                         l.in_stock and ruled.covered as available,
                         l.in_stock and not ruled.covered as refused,
                         l.cost_micros as cost_asked,
                         (i.name, i.product_name, i.category, i.description, i.billing, i.price_micros, i.cost_micros,
                          i.pending_cost_micros, i.pending_price_micros, i.unit, i.min_quantity, i.max_quantity, i.fields,
                          i.available, i.removed_at)
                         is distinct from
                         (l.name, l.product_name, l.category, l.description, p.billing, ruled.price_micros, ruled.cost_micros,
                          ruled.pending_cost_micros, ruled.pending_price_micros, l.unit, l.min_quantity, l.max_quantity, l.fields,
                          l.in_stock and ruled.covered, null::timestamptz) as differs
                    from provider p
                   cross join (listed_item l
                                 full join (select i.*, ctid, xmin from item i where provider_id = :provider) i on i.external_id = l.external_id)
                   cross join lateral (
                          select case when i.own_price
                                   then i.price_micros
                                   else greatest(1, ceil(l.price * 10000 * (100 + coalesce(i.margin_percent, p.margin_percent))
                                                         / (l.per_usd * p.price_step_micros)))::bigint * p.price_step_micros
                                 end as price_micros,
                                 coalesce(l.cost_micros * 100 > i.cost_micros * (100 + p.price_rise_percent), false) as waits
                          offset 0
                         ) asked
                   cross join lateral (
                          select case when asked.waits then i.price_micros else asked.price_micros end as price_micros,
                                 case when asked.waits then i.cost_micros else l.cost_micros end as cost_micros,
                                 case when asked.waits then l.cost_micros end as pending_cost_micros,
                                 case when asked.waits then asked.price_micros end as pending_price_micros,
                                 p.billing = 'provider'
                                   or coalesce(i.sell_below_cost, false)
                                   or l.cost_micros <= case when asked.waits then i.price_micros else asked.price_micros end
                                   as covered
                         ) ruled
                   where p.id = :provider
                ),
                counted as (
                  select count(item_id) as items,
                         coalesce(sum(seen::text::bigint), 0) as versions,
                         count(*) filter (where item_id is null) as unknown,
                         count(*) filter (where gone) as gone,
                         count(*) filter (where waits) as waiting,
                         count(*) filter (where refused) as refused
                    from compared
                ),
                noted as not materialized (
                  select *
                    from compared
                   where case when listed then differs or waits or refused else gone end
                ),
                updated as (
                  update item i
                     set name = n.name,
                         product_name = n.product_name,
                         category = n.category,
                         description = n.description,
                         billing = n.billing,
                         price_micros = n.price_micros,
                         cost_micros = n.cost_micros,
                         pending_cost_micros = n.pending_cost_micros,
                         pending_price_micros = n.pending_price_micros,
                         pending_since = case when n.waits then coalesce(i.pending_since, clock_timestamp()) end,
                         unit = n.unit,
                         min_quantity = n.min_quantity,
                         max_quantity = n.max_quantity,
                         fields = n.fields,
                         available = n.available,
                         active = i.active or i.removed_at is not null,
                         removed_at = null,
                         updated_at = clock_timestamp()
                    from noted n
                   where i.ctid = n.place
                     and i.xmin = n.seen
                     and n.listed
                     and n.differs
                  returning i.id, n.external_id, n.seen, n.price_before, n.price_micros, n.waits,
                            n.pending_before, n.pending_cost_micros, n.pending_price_micros
                ),
                named as (
                  select n.*,
                         row_number() over (partition by n.slug order by n.external_id) > 1
                           or exists (select from item i where i.slug = n.slug) as slug_is_taken
                    from noted n
                   where n.item_id is null
                     and (select unknown > 0 from counted)
                ),
                created as (
                  insert into item (slug, name, product_name, category, description, source, billing, price_micros, cost_micros,
                                    unit, min_quantity, max_quantity, fields, available, provider_id, external_id)
                  select case when slug_is_taken
                           then slug || '-' || left(encode(sha256(convert_to(external_id, 'UTF8')), 'hex'), 16)
                           else slug
                         end,
                         name, product_name, category, description, 'provider', billing, price_micros, cost_micros,
                         unit, min_quantity, max_quantity, fields, available, :provider, external_id
                    from named
                  returning id, external_id, price_micros
                ),
                removed as (
                  update item i
                     set active = false,
                         pending_cost_micros = null,
                         pending_price_micros = null,
                         pending_since = null,
                         removed_at = clock_timestamp(),
                         updated_at = clock_timestamp()
                    from noted n
                   where i.ctid = n.place
                     and i.xmin = n.seen
                     and n.gone
                     and (select gone > 0 from counted)
                  returning i.id, i.external_id, n.seen, i.price_micros
                ),
                touched as (
                  select o.item_id,
                         count(*) as orders
                    from orders o
                    join removed r on r.id = o.item_id
                   where o.status in ('pending', 'processing', 'in_progress', 'on_hold')
                   group by o.item_id
                ),
                changes as (
                  select case when waits then 1 when price_micros > price_before then 3 else 4 end as rank,
                         case when waits then 'waiting' when price_micros > price_before then 'price_up' else 'price_down' end as change,
                         external_id, id as item_id, price_before as before,
                         case when waits then pending_price_micros else price_micros end as after,
                         null::bigint as open_orders
                    from updated
                   where case when waits
                           then pending_cost_micros is distinct from pending_before
                           else price_micros <> price_before
                         end
                   union all
                  select 2, 'removed', r.external_id, r.id, r.price_micros, null, coalesce(t.orders, 0)
                    from removed r
                    left join touched t on t.item_id = r.id
                   union all
                  select 5, 'created', external_id, id, null, price_micros, null
                    from created
                ),
                first_changes as (
                  select *
                    from changes
                   order by rank, item_id
                   limit :shown
                ),
                refusals as (
                  select external_id, price_micros, cost_asked
                    from noted
                   where refused
                     and (select refused > 0 from counted)
                   order by external_id
                   limit :shown
                )
                select p.pricing,
                       n.items + c.created as items,
                       n.versions - u.versions - r.versions
                         + (c.created + u.updated + r.removed) * pg_current_xact_id()::xid::text::bigint as versions,
                       c.created,
                       u.updated,
                       r.removed,
                       u.price_up,
                       u.price_down,
                       n.waiting,
                       u.waiting_newly,
                       n.refused,
                       (select coalesce(sum(orders), 0) from touched) as open_orders,
                       (select coalesce(jsonb_agg(to_jsonb(f) - 'rank' order by rank, item_id), '[]') from first_changes f) as changes,
                       (select coalesce(jsonb_agg(to_jsonb(f) order by external_id), '[]') from refusals f) as refusals
                  from counted n
                 cross join (select concat_ws('/', billing, margin_percent, price_step_micros, price_rise_percent, selection) as pricing
                               from provider
                              where id = :provider) p
                 cross join (select count(*) as created from created) c
                 cross join (select count(*) as updated,
                                    count(*) filter (where price_micros > price_before) as price_up,
                                    count(*) filter (where price_micros < price_before) as price_down,
                                    count(*) filter (where waits and pending_before is null) as waiting_newly,
                                    coalesce(sum(seen::text::bigint), 0) as versions
                               from updated) u
                 cross join (select count(*) as removed,
                                    coalesce(sum(seen::text::bigint), 0) as versions
                               from removed) r
                """)
                .param("provider", providerId)
                .param("shown", MAX_SHOWN)
                .param("whole", whole)
                .query(JdbcCatalogMerge::merged)
                .single();
    }

    private static Merged merged(ResultSet row, int index) throws SQLException {
        return new Merged(
                row.getInt("created"),
                row.getInt("updated"),
                row.getInt("removed"),
                row.getInt("price_up"),
                row.getInt("price_down"),
                row.getInt("waiting"),
                row.getInt("waiting_newly"),
                row.getInt("refused"),
                row.getInt("open_orders"),
                JSON.readValue(row.getString("changes"), new TypeReference<List<CatalogRun.Change>>() {}),
                JSON.readValue(row.getString("refusals"), new TypeReference<List<Merged.Refusal>>() {}),
                new Merged.Left(
                        row.getString("pricing"),
                        row.getLong("items"),
                        row.getBigDecimal("versions").toBigIntegerExact()));
    }
}
