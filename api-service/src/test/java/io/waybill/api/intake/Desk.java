package io.waybill.api.intake;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.waybill.account.Mode;
import io.waybill.catalog.CatalogConfiguration;
import io.waybill.error.ErrorCode;
import io.waybill.fixture.FaultyDataSource;
import io.waybill.fixture.TestStore;
import io.waybill.ledger.LedgerConfiguration;
import io.waybill.order.placing.OrderRequest;
import io.waybill.order.placing.PlaceOrders;
import io.waybill.order.placing.PlaceOrdersConfiguration;
import io.waybill.order.placing.Placement;
import io.waybill.outbox.Outbox;
import io.waybill.secret.SecretBox;
import io.waybill.settings.SettingsConfiguration;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;

/** A store with one provider item at a dollar, whose database can be made to fail. */
final class Desk implements AutoCloseable {
    static final long ONE_DOLLAR = 1_000_000;

    final TestStore store = new TestStore();
    final FaultyDataSource database = new FaultyDataSource(store.dataSource());
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final TestStore.Reseller reseller = store.reseller();
    final long item = store.providerItem(store.provider(), ONE_DOLLAR);
    private final AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();

    Desk() {
        Outbox nowhere = _ -> {};
        context.registerBean(JdbcClient.class, () -> JdbcClient.create(database));
        context.registerBean(JdbcTransactionManager.class, () -> new JdbcTransactionManager(database));
        context.registerBean(Outbox.class, () -> nowhere);
        context.registerBean(
                SecretBox.class, () -> SecretBox.of(Base64.getEncoder().encodeToString(new byte[32])));
        context.register(
                PlaceOrdersConfiguration.class,
                LedgerConfiguration.class,
                CatalogConfiguration.class,
                SettingsConfiguration.class);
        context.refresh();
        store.jdbc()
                .sql("alter table orders add constraint poison check (external_ref <> 'poison')")
                .update();
    }

    PlaceOrders placeOrders() {
        return context.getBean(PlaceOrders.class);
    }

    Lanes lanes(int queue, Duration deadline) {
        IntakeSettings settings = new IntakeSettings(4, queue, deadline, Duration.ofSeconds(5), Duration.ofSeconds(15));
        Lanes lanes = new Lanes(placeOrders(), settings, new IntakeMeters(meters));
        lanes.start();
        return lanes;
    }

    OrderRequest request() {
        return request(reseller, null);
    }

    OrderRequest withKey(String key) {
        return request(reseller, null, key);
    }

    OrderRequest poison() {
        return request(reseller, "poison");
    }

    OrderRequest poison(String key) {
        return request(reseller, "poison", key);
    }

    OrderRequest request(TestStore.Reseller buyer, String externalRef) {
        return request(buyer, externalRef, null);
    }

    OrderRequest request(TestStore.Reseller buyer, String externalRef, String key) {
        return new OrderRequest(
                new OrderRequest.Buyer(buyer.accountId(), buyer.walletId(), Mode.LIVE, buyer.apiKeyId()),
                item,
                1,
                "player",
                Map.of(),
                externalRef,
                null,
                key);
    }

    long orders() {
        return store.jdbc().sql("select count(*) from orders").query(Long.class).single();
    }

    /** How many of the store's statements wait for a lock. */
    long waitingForLocks() {
        return store.jdbc().sql("""
                select count(*)
                  from pg_stat_activity
                 where datname = current_database()
                   and wait_event_type = 'Lock'
                """).query(Long.class).single();
    }

    static ErrorCode code(Placement placement) {
        return placement instanceof Placement.Refused(var refusal) ? refusal.code() : null;
    }

    @Override
    public void close() {
        context.close();
        store.close();
    }
}
