package io.waybill.order.reading;

import static org.assertj.core.api.Assertions.assertThat;

import io.waybill.account.Mode;
import io.waybill.fixture.TestStore;
import io.waybill.order.Order;
import io.waybill.order.OrderRows;
import io.waybill.order.OrderStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OrderListTest {
    private static final long SEED = Long.getLong("waybill.test.seed", 20_260_101L);
    private static final List<OrderStatus> STATUSES = List.of(OrderStatus.values());
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final Duration NEARLY_AN_HOUR = Duration.ofHours(1).minusMillis(1);

    private final TestStore store = new TestStore();
    private final TestStore.Reseller reseller = store.reseller();
    private final TestStore.Reseller other = store.reseller();
    private final long provider = store.provider();
    private final long item = store.providerItem(provider, 1_000_000);
    private final long otherItem = store.providerItem(provider, 1_000_000);
    private final SplittableRandom random = new SplittableRandom(SEED);

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void an_order_is_found_by_its_time_also_where_ids_of_other_times_are_on_the_wrong_side() {
        long early = ordered(NOON.minus(Duration.ofHours(3)));
        long drawnLate = ordered(NOON.plus(NEARLY_AN_HOUR));
        long drawnEarly = ordered(NOON);
        long late = ordered(NOON.plus(Duration.ofHours(3)));

        assertThat(list(from(NOON))).containsExactly(late, drawnEarly, drawnLate);
        assertThat(list(to(NOON.plusMillis(1)))).containsExactly(drawnEarly, early);
        assertThat(list(from(NOON.plusMillis(1)))).containsExactly(late, drawnLate);
        assertThat(list(to(NOON))).containsExactly(early);
        assertThat(list(between(NOON, NOON.plusMillis(1)))).containsExactly(drawnEarly);
    }

    @Test
    void the_first_id_of_a_time_and_the_last_may_be_nearly_an_hour_off() {
        long first = ordered(NOON);
        long before = ordered(NOON.minus(NEARLY_AN_HOUR));
        long after = ordered(NOON.plus(NEARLY_AN_HOUR));
        long last = ordered(NOON);

        assertThat(list(from(NOON))).containsExactly(last, after, first);
        assertThat(list(to(NOON.plusMillis(1)))).containsExactly(last, before, first);
        assertThat(list(between(NOON, NOON.plusMillis(1)))).containsExactly(last, first);
    }

    @Test
    void ids_of_orders_an_hour_away_bound_those_that_are_looked_at() {
        long wrong = ordered(NOON);
        ordered(NOON.minus(Duration.ofHours(1)));
        ordered(NOON.plus(Duration.ofHours(1)).plusMillis(1));
        long wrongToo = ordered(NOON);

        // Such ids don't exist: that their orders are missed tells that there are bounds.
        assertThat(list(from(NOON))).doesNotContain(wrong).contains(wrongToo);
        assertThat(list(to(NOON.plusMillis(1)))).contains(wrong).doesNotContain(wrongToo);
    }

    @Test
    void every_combination_of_filters_finds_what_fits_page_by_page() {
        List<Order> all = manyOrders();
        for (int round = 0; round < 600; round++) {
            OrderQuery query = query();
            // Few and none, so that each way of finding the rest is taken.
            int newest = random.nextInt(12);
            int crowd = random.nextBoolean() ? 0 : 1_000;
            List<Long> expected = all.stream()
                    .filter(order -> fits(order, query))
                    .map(Order::id)
                    .toList();

            assertThat(pages(query, newest, crowd))
                    .as("%s, seed %d, newest %d, crowd %d", query, SEED, newest, crowd)
                    .isEqualTo(expected);
        }
    }

    @Test
    void as_it_is_the_rest_is_found_behind_the_newest_thousand() {
        long waiting = store.order(reseller, item, OrderStatus.PENDING);
        long failed = store.order(reseller, item, OrderStatus.FAILED);
        store.jdbc().sql("""
                insert into orders (id, account_id, wallet_id, api_key_id, mode, item_id, item_name, source, billing,
                                    provider_id, external_id, quantity, price_micros, charged_micros, amount,
                                    currency, rate, status, final_at)
                select nextval('order_id_seq'), account_id, wallet_id, api_key_id, mode, item_id, item_name, source,
                       billing, provider_id, external_id, quantity, price_micros, charged_micros, amount,
                       currency, rate, 'completed', now()
                  from orders
                 cross join generate_series(1, 1100)
                 where id = :id
                """).param("id", waiting).update();

        Set<OrderStatus> statuses = EnumSet.of(OrderStatus.PENDING, OrderStatus.FAILED);
        assertThat(list(new OrderQuery(
                        reseller.accountId(), Mode.LIVE, Set.of(), statuses, null, item, null, null, null, 50)))
                .containsExactly(failed, waiting);
    }

    private OrderQuery from(Instant time) {
        return between(time, null);
    }

    private OrderQuery to(Instant time) {
        return between(null, time);
    }

    private OrderQuery between(@Nullable Instant from, @Nullable Instant to) {
        return new OrderQuery(reseller.accountId(), Mode.LIVE, Set.of(), Set.of(), null, null, from, to, null, 50);
    }

    private List<Long> list(OrderQuery query) {
        return new JdbcOrders(store.jdbc()).list(query).stream().map(Order::id).toList();
    }

    /** The next order, as if it had been accepted then. */
    private long ordered(Instant time) {
        long id = store.order(reseller, item, OrderStatus.COMPLETED);
        set(id, "created_at = :value::timestamptz", time.toString());
        return id;
    }

    private void set(long id, String assignment, String value) {
        store.jdbc()
                .sql("update orders set " + assignment + " where id = :id")
                .param("value", value)
                .param("id", id)
                .update();
    }

    /** Minutes apart, some of them out of their order; newest first. */
    private List<Order> manyOrders() {
        for (int i = 0; i < 240; i++) {
            long id = store.order(
                    random.nextInt(4) == 0 ? other : reseller,
                    random.nextInt(3) == 0 ? otherItem : item,
                    STATUSES.get(random.nextInt(i < 120 ? 8 : 5)));
            Duration off = Duration.ofMinutes(10L * i + random.nextInt(30));
            set(id, "created_at = :value::timestamptz", NOON.plus(off).toString());
            if (random.nextBoolean()) {
                set(id, "external_ref = :value", "ref-" + random.nextInt(3));
            }
            if (random.nextInt(4) == 0) {
                set(id, "mode = :value", Mode.TEST.wire());
            }
        }
        return store
                .jdbc()
                .sql("select " + OrderRows.COLUMNS + " from orders o")
                .query(OrderRows::order)
                .list()
                .stream()
                .sorted(Comparator.comparing(Order::id).reversed())
                .toList();
    }

    private OrderQuery query() {
        Set<Long> ids = new HashSet<>();
        for (int i = random.nextInt(6) == 0 ? 20 : 0; i > 0; i--) {
            ids.add(1_001L + random.nextInt(250));
        }
        Set<OrderStatus> statuses =
                random.ints(random.nextInt(4), 0, 8).mapToObj(STATUSES::get).collect(Collectors.toSet());
        return new OrderQuery(
                (random.nextInt(4) == 0 ? other : reseller).accountId(),
                random.nextInt(4) == 0 ? Mode.TEST : Mode.LIVE,
                ids,
                statuses,
                random.nextInt(3) == 0 ? "ref-" + random.nextInt(3) : null,
                random.nextInt(3) == 0 ? item : null,
                time(),
                time(),
                null,
                1 + random.nextInt(20));
    }

    private @Nullable Instant time() {
        return random.nextBoolean() ? NOON.plus(Duration.ofMinutes(random.nextInt(2_500))) : null;
    }

    private static boolean fits(Order order, OrderQuery query) {
        return order.accountId() == query.accountId()
                && order.mode() == query.mode()
                && (query.ids().isEmpty() || query.ids().contains(order.id()))
                && (query.statuses().isEmpty() || query.statuses().contains(order.status()))
                && (query.externalRef() == null || query.externalRef().equals(order.externalRef()))
                && (query.itemId() == null || Objects.equals(query.itemId(), order.itemId()))
                && (query.createdFrom() == null || !order.createdAt().isBefore(query.createdFrom()))
                && (query.createdTo() == null || order.createdAt().isBefore(query.createdTo()));
    }

    private List<Long> pages(OrderQuery query, int newest, int crowd) {
        List<Long> ids = new ArrayList<>();
        OrderQuery next = query;
        while (true) {
            OrderListSql list = new OrderListSql(next, newest, crowd);
            List<Long> page =
                    store.jdbc().sql(list.text()).params(list.parameters()).query(OrderRows::order).list().stream()
                            .map(Order::id)
                            .toList();
            ids.addAll(page);
            if (page.size() < query.limit()) {
                return ids;
            }
            next = new OrderQuery(
                    query.accountId(),
                    query.mode(),
                    query.ids(),
                    query.statuses(),
                    query.externalRef(),
                    query.itemId(),
                    query.createdFrom(),
                    query.createdTo(),
                    page.getLast(),
                    query.limit());
        }
    }
}
