package io.waybill.order.placing;

import io.waybill.account.Mode;
import io.waybill.catalog.CatalogConfiguration;
import io.waybill.fixture.TestStore;
import io.waybill.ledger.LedgerConfiguration;
import io.waybill.outbox.Message;
import io.waybill.outbox.Outbox;
import io.waybill.secret.SecretBox;
import io.waybill.settings.SettingsConfiguration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;

/** One instance of the store's order intake, as an api-service has it; several may stand on one database. */
final class Counter implements AutoCloseable {
    private final AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
    private final List<Message> messages = Collections.synchronizedList(new ArrayList<>());

    Counter(TestStore store) {
        this(store.dataSource());
    }

    Counter(DataSource dataSource) {
        Outbox outbox = messages::addAll;
        context.registerBean(JdbcClient.class, () -> JdbcClient.create(dataSource));
        context.registerBean(JdbcTransactionManager.class, () -> new JdbcTransactionManager(dataSource));
        context.registerBean(Outbox.class, () -> outbox);
        context.registerBean(
                SecretBox.class, () -> SecretBox.of(Base64.getEncoder().encodeToString(new byte[32])));
        context.register(
                PlaceOrdersConfiguration.class,
                LedgerConfiguration.class,
                CatalogConfiguration.class,
                SettingsConfiguration.class);
        context.refresh();
    }

    PlaceOrders placeOrders() {
        return context.getBean(PlaceOrders.class);
    }

    <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    /** What was told, by messages whose transaction may have failed since. */
    List<Message> messages() {
        return List.copyOf(messages);
    }

    Placement place(OrderRequest request) {
        return placeAll(List.of(request)).getFirst();
    }

    /** Places the requests in one batch. */
    List<Placement> placeAll(List<OrderRequest> requests) {
        return placeOrders().place(slots(requests));
    }

    List<PlaceOrders.Slot> slots(List<OrderRequest> requests) {
        List<Long> ids = placeOrders().nextIds(requests.size());
        List<PlaceOrders.Slot> slots = new ArrayList<>();
        for (int i = 0; i < requests.size(); i++) {
            slots.add(new PlaceOrders.Slot(ids.get(i), requests.get(i), false));
        }
        return slots;
    }

    /** A plain request for one piece. */
    static OrderRequest request(TestStore.Reseller reseller, long itemId) {
        OrderRequest.Buyer buyer =
                new OrderRequest.Buyer(reseller.accountId(), reseller.walletId(), Mode.LIVE, reseller.apiKeyId());
        return new OrderRequest(buyer, itemId, 1, "player-1", Map.of(), null, null, null);
    }

    static OrderRequest withKey(OrderRequest request, String key) {
        return new OrderRequest(
                request.buyer(),
                request.itemId(),
                request.quantity(),
                request.playerId(),
                request.checkout(),
                request.externalRef(),
                request.expectedPrice(),
                key);
    }

    static OrderRequest withPlayer(OrderRequest request, String playerId) {
        return new OrderRequest(
                request.buyer(),
                request.itemId(),
                request.quantity(),
                playerId,
                request.checkout(),
                request.externalRef(),
                request.expectedPrice(),
                request.idempotencyKey());
    }

    static OrderRequest withQuantity(OrderRequest request, int quantity) {
        return new OrderRequest(
                request.buyer(),
                request.itemId(),
                quantity,
                request.playerId(),
                request.checkout(),
                request.externalRef(),
                request.expectedPrice(),
                request.idempotencyKey());
    }

    @Override
    public void close() {
        context.close();
    }
}
