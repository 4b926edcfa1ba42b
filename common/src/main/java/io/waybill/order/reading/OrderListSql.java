package io.waybill.order.reading;

import static java.util.stream.Collectors.joining;

import io.waybill.order.OrderRows;
import io.waybill.order.OrderStatus;
import io.waybill.query.Conditions;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The statement that lists an account's orders, newest first, by reading about a page of them, whatever is asked for.
 * Which index that takes is not left to estimates: an account's orders may all be old, or all of one status, which no
 * statistics know. So the order of each list is one that only its own index has, and conditions that an index would be
 * chosen for in vain are on expressions. Statuses are words of the text, as no plan that is made without parameters
 * would use a partial index for them. Not thread-safe.
 */
final class OrderListSql {
    /** These have an index of their own, whose condition is this, word for word. */
    private static final Set<OrderStatus> RARE =
            EnumSet.of(OrderStatus.ON_HOLD, OrderStatus.PARTIAL, OrderStatus.FAILED, OrderStatus.CANCELED);

    private static final int NEWEST = 1_000;
    private static final int CROWD = 100_000;

    private final OrderQuery query;
    private final int newest;
    private final int crowd;
    private final Map<String, Object> parameters = new HashMap<>();
    private final String text;

    OrderListSql(OrderQuery query) {
        this(query, NEWEST, CROWD);
    }

    /**
     * @param newest of the orders that fit but for their status, so many are looked at before those of the status are
     * @param crowd if the store has more orders under way than that, the account's are looked at instead
     */
    OrderListSql(OrderQuery query, int newest, int crowd) {
        this.query = query;
        this.newest = newest;
        this.crowd = crowd;
        parameters.put("limit", query.limit());
        this.text = statement();
    }

    /** Its columns are {@link OrderRows#COLUMNS}. */
    String text() {
        return text;
    }

    Map<String, Object> parameters() {
        return Map.copyOf(parameters);
    }

    private String statement() {
        Set<OrderStatus> statuses = query.statuses();
        if (!query.ids().isEmpty()) {
            return "select " + OrderRows.COLUMNS + named();
        }
        // Where completed orders will do, a page is soon full.
        if (statuses.isEmpty() || statuses.contains(OrderStatus.COMPLETED)) {
            return "select " + OrderRows.COLUMNS + walk(status(own(), statuses));
        }
        boolean hasNarrowerIndex = query.itemId() != null || query.externalRef() != null;
        return RARE.containsAll(statuses) && !hasNarrowerIndex
                ? orders(statuses.stream().map(status -> rare(status, "")).toList())
                : newestThenByStatus();
    }

    private String named() {
        Conditions conditions = new Conditions()
                .and("o.id = any (:ids)", "ids", query.ids().toArray(Long[]::new))
                .and("o.account_id = :accountId", "accountId", query.accountId())
                .and("o.mode = :mode", "mode", query.mode().wire())
                .and("o.item_id = :itemId", "itemId", query.itemId())
                .and("o.external_ref = :externalRef", "externalRef", query.externalRef());
        time(conditions).and("o.id < :before", "before", query.before());
        return from(status(conditions, query.statuses())) + """
                 order by o.id desc
                 limit :limit
                """;
    }

    /**
     * What an index of the account has that ends with mode and id. The mode is compared by a range of one value: with
     * an equality the primary key would have this order too, and the walk would pass the orders of everybody else.
     */
    private Conditions own() {
        Conditions conditions = new Conditions()
                .and("o.account_id = :accountId", "accountId", query.accountId())
                .and("o.mode >= :mode and o.mode <= :mode", "mode", query.mode().wire())
                .and("o.item_id = :itemId", "itemId", query.itemId())
                .and("o.external_ref = :externalRef", "externalRef", query.externalRef());
        return window(time(conditions));
    }

    private String walk(Conditions conditions) {
        return from(conditions) + """
                 order by o.mode, o.id desc
                 limit :limit
                """;
    }

    /** Ids of one rare status, from the index of these. */
    private String rare(OrderStatus status, String bound) {
        Conditions conditions = status(new Conditions(), RARE)
                .and("o.status >= '%1$s' and o.status <= '%1$s'".formatted(status.wire()))
                .and("o.account_id = :accountId", "accountId", query.accountId())
                .and("o.mode = :mode", "mode", query.mode().wire());
        return "select o.id\n" + from(bound(window(time(itemAndRef(conditions))), bound)) + """
                 order by o.status, o.id desc
                 limit :limit
                """;
    }

    /** Ids of what the whole store has under way: few of all its orders, as a rule. */
    private String underWay(Set<OrderStatus> statuses, String bound) {
        Conditions conditions = status(new Conditions(), statuses)
                .and("o.account_id + 0 = :accountId", "accountId", query.accountId())
                .and("o.mode = :mode", "mode", query.mode().wire());
        return "select o.id\n" + from(bound(time(itemAndRef(conditions)), bound)) + """
                 order by o.id + 0 desc
                 limit :limit
                """;
    }

    /** The newest orders usually have a page of them. If not, the rest is found by what is known of the statuses. */
    private String newestThenByStatus() {
        Set<OrderStatus> statuses = query.statuses();
        Set<OrderStatus> underWay = EnumSet.copyOf(statuses);
        underWay.removeAll(RARE);
        List<String> branches = new ArrayList<>();
        branches.add("select id from newest\n");
        statuses.stream()
                .filter(RARE::contains)
                .map(status -> older(rare(status, "o.id < older.than"), "true"))
                .forEach(branches::add);
        if (!underWay.isEmpty()) {
            branches.add(older(underWay(underWay, "o.id + 0 < older.than"), "not (select is_there from crowd)"));
            branches.add(older(
                    "select o.id\n" + walk(bound(status(own(), underWay), "o.id < older.than")),
                    "(select is_there from crowd)"));
        }
        return """
                with passed (id) as materialized (
                  select o.id
                %s order by o.mode, o.id desc
                offset %d
                 limit 1
                ), newest (id) as materialized (
                  select o.id
                %s), older (than) as materialized (
                  select id + 1
                    from passed
                   where (select count(*) from newest) < :limit
                ), crowd (is_there) as materialized (
                  select case when exists (select from older) then %s end
                )
                """.formatted(
                                from(own()),
                                newest,
                                walk(bound(status(own(), statuses), "o.id > coalesce((select id from passed), 0)")),
                                underWay.isEmpty() ? "false" : isCrowd(underWay))
                + orders(branches);
    }

    private String isCrowd(Set<OrderStatus> underWay) {
        return "(select count(*) > %1$d from (select %2$s limit %1$d + 1) w)"
                .formatted(crowd, from(status(new Conditions(), underWay)));
    }

    private static String older(String ids, String condition) {
        return "select f.id from older cross join lateral (\n" + ids + ") f where " + condition + "\n";
    }

    /** The newest of all branches. */
    private static String orders(List<String> branches) {
        String ids = branches.stream().map(branch -> "(" + branch + ")").collect(joining(" union all "));
        return "select " + OrderRows.COLUMNS + """
                  from orders o
                 where o.id = any (array(select f.id from (%s) f order by f.id desc limit :limit))
                 order by o.id desc
                """.formatted(ids);
    }

    /** Item and reference, so that no index is chosen for them. */
    private Conditions itemAndRef(Conditions conditions) {
        return conditions
                .and("o.item_id + 0 = :itemId", "itemId", query.itemId())
                .and("o.external_ref || '' = :externalRef", "externalRef", query.externalRef());
    }

    private Conditions time(Conditions conditions) {
        return conditions
                .and("o.created_at + interval '0' >= :createdFrom", "createdFrom", query.createdFrom())
                .and("o.created_at + interval '0' < :createdTo", "createdTo", query.createdTo());
    }

    /**
     * The ids that orders of that time may have. Ids grow with the time at which they are drawn, which is at most
     * minutes from the order's own, the beginning of its transaction: before it, up to 0.1 s or as long as a batch is
     * repeated that the database failed; after it, where ids are drawn within the transaction. The rest of the hour is
     * for clocks that disagree, as that of a standby which takes over. Without an order beyond, there is no bound.
     */
    private Conditions window(Conditions conditions) {
        return conditions
                .and("""
                        o.id > coalesce((select t.id
                                            from orders t
                                           where t.created_at <= :createdFrom - interval '1 hour'
                                           order by t.created_at desc, t.id desc
                                           limit 1), 0)""", "createdFrom", query.createdFrom())
                .and("""
                        o.id < coalesce((select t.id
                                            from orders t
                                           where t.created_at >= :createdTo + interval '1 hour'
                                           order by t.created_at, t.id
                                           limit 1), 9223372036854775807)""", "createdTo", query.createdTo())
                .and("o.id < :before", "before", query.before());
    }

    private static Conditions bound(Conditions conditions, String bound) {
        return bound.isEmpty() ? conditions : conditions.and(bound);
    }

    private static Conditions status(Conditions conditions, Collection<OrderStatus> statuses) {
        return statuses.isEmpty()
                ? conditions
                : conditions.and(statuses.stream()
                        .sorted()
                        .map(status -> "'" + status.wire() + "'")
                        .collect(joining(", ", "o.status in (", ")")));
    }

    private String from(Conditions conditions) {
        parameters.putAll(conditions.parameters());
        return "  from orders o\n" + conditions.where();
    }
}
