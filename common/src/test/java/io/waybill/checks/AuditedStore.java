package io.waybill.checks;

import io.waybill.account.Mode;
import io.waybill.audit.AuditConfiguration;
import io.waybill.catalog.CatalogConfiguration;
import io.waybill.catalog.StockCodes;
import io.waybill.fixture.TestStore;
import io.waybill.ledger.LedgerConfiguration;
import io.waybill.money.Usd;
import io.waybill.order.FailureCode;
import io.waybill.order.HoldReason;
import io.waybill.order.MoveOrders;
import io.waybill.order.OrderConfiguration;
import io.waybill.order.OrderStatus;
import io.waybill.order.Step;
import io.waybill.order.placing.OrderRequest;
import io.waybill.order.placing.PlaceOrders;
import io.waybill.order.placing.PlaceOrdersConfiguration;
import io.waybill.order.placing.Placement;
import io.waybill.outbox.Outbox;
import io.waybill.secret.SecretBox;
import io.waybill.settings.SettingsConfiguration;
import java.util.Base64;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;

/** A store that sells by its own use cases, and the auditor that looks at it; several may stand on one database. */
final class AuditedStore implements AutoCloseable {
    private static final long ONE_DOLLAR = 1_000_000;
    private static final AtomicLong KEYS = new AtomicLong();

    private final AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
    private final TestStore store;
    private final long providerItem;
    private final long stockItem;
    private final long manualItem;

    AuditedStore(TestStore store, Map<String, Object> settings, Proof... proofs) {
        this.store = store;
        this.providerItem = store.providerItem(store.provider(), ONE_DOLLAR);
        this.stockItem = store.stockItem(ONE_DOLLAR);
        this.manualItem = store.stockItem(ONE_DOLLAR);
        sql("update item set source = 'manual' where id = " + manualItem);
        Outbox outbox = _ -> {};
        context.getEnvironment().getPropertySources().addFirst(new MapPropertySource("test", settings));
        context.registerBean(JdbcClient.class, store::jdbc);
        context.registerBean(JdbcTransactionManager.class, () -> new JdbcTransactionManager(store.dataSource()));
        context.registerBean(Outbox.class, () -> outbox);
        context.registerBean(
                SecretBox.class, () -> SecretBox.of(Base64.getEncoder().encodeToString(new byte[32])));
        for (Proof proof : proofs) {
            context.registerBean(proof.name(), Proof.class, () -> proof);
        }
        context.register(
                AuditConfiguration.class,
                CatalogConfiguration.class,
                ChecksConfiguration.class,
                LedgerConfiguration.class,
                OrderConfiguration.class,
                PlaceOrdersConfiguration.class,
                SettingsConfiguration.class);
        context.refresh();
    }

    Checks checks() {
        return context.getBean(Checks.class);
    }

    Report run(Depth depth) {
        return switch (checks().run(depth)) {
            case Checks.Outcome.Proved(Report report) -> report;
            case Checks.Outcome.Busy(var waited) -> throw new AssertionError("busy for " + waited);
            case Checks.Outcome.TookTooLong(var limit) -> throw new AssertionError("took longer than " + limit);
        };
    }

    void sql(String statements) {
        store.transactions()
                .executeWithoutResult(_ -> store.jdbc().sql(statements).update());
    }

    TestStore.Reseller reseller() {
        TestStore.Reseller reseller = store.reseller();
        store.topUp(reseller, 50 * ONE_DOLLAR);
        store.topUp(reseller, 50 * ONE_DOLLAR);
        return reseller;
    }

    /** An order in each status, as the use cases leave it, and one completed from stock. */
    Orders ordersOfEveryKind(TestStore.Reseller reseller) {
        Map<OrderStatus, Long> byStatus = new EnumMap<>(OrderStatus.class);
        for (OrderStatus status : OrderStatus.values()) {
            byStatus.put(status, providerOrder(reseller, status));
        }
        return new Orders(reseller, byStatus, stockOrder(reseller, 2), place(reseller, manualItem, 1));
    }

    long providerOrder(TestStore.Reseller reseller, OrderStatus status) {
        long order = place(reseller, providerItem, 1);
        switch (status) {
            case PENDING -> {}
            case PROCESSING -> claim(order);
            case IN_PROGRESS -> settle(order, "bought", new Step.Accept("works on it"));
            case ON_HOLD -> settle(order, "unknown", new Step.Hold(HoldReason.OUTCOME_UNKNOWN, null, "unknown"));
            case COMPLETED -> settle(order, "bought", new Step.Complete(null, "delivered"));
            case PARTIAL ->
                settle(order, "bought", new Step.CompletePartly(null, Usd.ofMicros(ONE_DOLLAR / 4), "some"));
            case FAILED -> settle(order, "not_bought", new Step.Fail(FailureCode.OUT_OF_STOCK, "nothing left"));
            case CANCELED -> move(order, new Step.Cancel(null, "called off"));
        }
        return order;
    }

    long stockOrder(TestStore.Reseller reseller, int quantity) {
        context.getBean(StockCodes.class)
                .add(
                        stockItem,
                        Mode.LIVE,
                        IntStream.range(0, quantity)
                                .mapToObj(_ -> "CODE-" + KEYS.incrementAndGet())
                                .toList());
        return place(reseller, stockItem, quantity);
    }

    private void settle(long order, String state, Step step) {
        claim(order);
        store.transactions().executeWithoutResult(_ -> {
            apply(order, step);
            store.jdbc().sql("""
                    update attempt
                       set state = :state,
                           resolved_at = case when :state <> 'unknown' then now() end
                     where order_id = :order
                    """).param("state", state).param("order", order).update();
        });
    }

    void claim(long order) {
        store.transactions().executeWithoutResult(_ -> {
            apply(order, new Step.Claim());
            store.jdbc().sql("""
                    with session as (
                      insert into worker_session (worker, renewed_at)
                      values ('worker', now() + interval '1 hour')
                      returning id
                    )
                    insert into attempt (order_id, number, provider_id, session_id, reference)
                    select o.id, 1, o.provider_id, s.id, 'reference-' || o.id
                      from orders o
                     cross join session s
                     where o.id = :order
                    """).param("order", order).update();
        });
    }

    void move(long order, Step step) {
        store.transactions().executeWithoutResult(_ -> apply(order, step));
    }

    private void apply(long order, Step step) {
        MoveOrders.Result result = context.getBean(MoveOrders.class)
                .apply(List.of(new MoveOrders.Move(order, step)))
                .get(order);
        if (!(result instanceof MoveOrders.Result.Moved)) {
            throw new AssertionError("order " + order + " did not take " + step + ": " + result);
        }
    }

    private long place(TestStore.Reseller reseller, long item, int quantity) {
        PlaceOrders placing = context.getBean(PlaceOrders.class);
        OrderRequest.Buyer buyer =
                new OrderRequest.Buyer(reseller.accountId(), reseller.walletId(), Mode.LIVE, reseller.apiKeyId());
        OrderRequest request = new OrderRequest(
                buyer, item, quantity, "player", Map.of(), null, null, "key-" + KEYS.incrementAndGet());
        long id = placing.nextIds(1).getFirst();
        Placement placement =
                placing.place(List.of(new PlaceOrders.Slot(id, request, false))).getFirst();
        if (!(placement instanceof Placement.Accepted)) {
            throw new AssertionError("not taken: " + placement);
        }
        return id;
    }

    @Override
    public void close() {
        context.close();
    }

    /** One order of every kind. */
    record Orders(TestStore.Reseller reseller, Map<OrderStatus, Long> byStatus, long fromStock, long manual) {
        /** Puts the ids into a statement: {@code {pending}} and so on, {@code {stock}}, {@code {wallet}}. */
        String into(String sql) {
            Map<String, Long> ids = new HashMap<>();
            byStatus.forEach((status, id) -> ids.put(status.wire(), id));
            ids.put("stock", fromStock);
            ids.put("manual", manual);
            ids.put("wallet", reseller.walletId());
            ids.put("account", reseller.accountId());
            String filled = sql;
            for (Map.Entry<String, Long> id : ids.entrySet()) {
                filled = filled.replace("{" + id.getKey() + "}", Long.toString(id.getValue()));
            }
            return filled;
        }

        @Nullable
        Long id(String word) {
            return "stock".equals(word) ? (Long) fromStock : byStatus.get(OrderStatus.ofWire(word));
        }
    }
}
