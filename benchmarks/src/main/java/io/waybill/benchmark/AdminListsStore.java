package io.waybill.benchmark;

import com.zaxxer.hikari.HikariDataSource;
import io.waybill.account.Mode;
import io.waybill.api.admin.backlog.BacklogConfiguration;
import io.waybill.api.admin.backlog.MeasureBacklog;
import io.waybill.api.admin.failures.FailuresConfiguration;
import io.waybill.api.admin.failures.FindFailures;
import io.waybill.api.admin.orders.AdminOrdersConfiguration;
import io.waybill.api.admin.orders.FindOrders;
import io.waybill.attempt.AttemptConfiguration;
import io.waybill.catalog.CatalogConfiguration;
import io.waybill.ledger.LedgerConfiguration;
import io.waybill.local.EmbeddedDatabase;
import io.waybill.order.MoveOrders;
import io.waybill.order.MoveOrders.Move;
import io.waybill.order.OrderConfiguration;
import io.waybill.order.Step;
import io.waybill.order.placing.OrderRequest;
import io.waybill.order.placing.PlaceOrders;
import io.waybill.order.placing.PlaceOrdersConfiguration;
import io.waybill.order.placing.Placement;
import io.waybill.order.remedy.RemedyConfiguration;
import io.waybill.outbox.Outbox;
import io.waybill.secret.SecretBox;
import io.waybill.settings.SettingsConfiguration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.flywaydb.core.Flyway;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** A store with a million orders, its lists wired as the api-service wires them; messages go nowhere. */
final class AdminListsStore implements AutoCloseable {
    private final AnnotationConfigApplicationContext context;

    private AdminListsStore(AnnotationConfigApplicationContext context) {
        this.context = context;
    }

    static AdminListsStore open(EmbeddedDatabase database) {
        Flyway.configure()
                .dataSource(database.jdbcUrl(), database.username(), database.password())
                .load()
                .migrate();
        HikariDataSource connections = new HikariDataSource();
        connections.setJdbcUrl(database.jdbcUrl());
        connections.setUsername(database.username());
        connections.setPassword(database.password());
        Outbox nowhere = _ -> {};
        AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
        context.registerBean(HikariDataSource.class, () -> connections);
        context.registerBean(JdbcClient.class, () -> JdbcClient.create(connections));
        context.registerBean(JdbcTransactionManager.class, () -> new JdbcTransactionManager(connections));
        context.registerBean(Outbox.class, () -> nowhere);
        context.registerBean(
                SecretBox.class, () -> SecretBox.of(Base64.getEncoder().encodeToString(new byte[32])));
        context.register(Wiring.class);
        context.refresh();
        return new AdminListsStore(context);
    }

    JdbcAdminListRows rows() {
        return new JdbcAdminListRows(context.getBean(JdbcClient.class));
    }

    FindOrders findOrders() {
        return context.getBean(FindOrders.class);
    }

    FindFailures findFailures() {
        return context.getBean(FindFailures.class);
    }

    MeasureBacklog measureBacklog() {
        return context.getBean(MeasureBacklog.class);
    }

    /** Takes a batch of orders in one transaction, and tells their ids. */
    List<Long> take(int count, List<OrderRequest.Buyer> buyers, List<Long> items) {
        PlaceOrders placeOrders = context.getBean(PlaceOrders.class);
        List<Long> ids = placeOrders.nextIds(count);
        List<Placement> placed = placeOrders.place(IntStream.range(0, count)
                .mapToObj(i -> new PlaceOrders.Slot(
                        ids.get(i), request(buyers.get(i % buyers.size()), items.get(i % items.size())), false))
                .toList());
        if (!placed.stream().allMatch(Placement.Accepted.class::isInstance)) {
            throw new IllegalStateException("an order was not taken: " + placed);
        }
        return ids;
    }

    private static OrderRequest request(OrderRequest.Buyer buyer, long item) {
        return new OrderRequest(buyer, item, 1, "player", Map.of(), null, null, null);
    }

    /** The rest of their way: claimed, and completed. */
    void complete(List<Long> orders) {
        move(orders, new Step.Claim());
        move(orders, new Step.Complete(null, "Delivered."));
    }

    private void move(List<Long> orders, Step step) {
        MoveOrders moveOrders = context.getBean(MoveOrders.class);
        new TransactionTemplate(context.getBean(JdbcTransactionManager.class))
                .executeWithoutResult(_ -> moveOrders.apply(
                        orders.stream().map(order -> new Move(order, step)).toList()));
    }

    static OrderRequest.Buyer buyer(long account, long wallet) {
        return new OrderRequest.Buyer(account, wallet, Mode.LIVE, 1);
    }

    @Override
    public void close() {
        context.close();
    }

    @Configuration(proxyBeanMethods = false)
    @Import({
        AdminOrdersConfiguration.class,
        AttemptConfiguration.class,
        BacklogConfiguration.class,
        CatalogConfiguration.class,
        FailuresConfiguration.class,
        LedgerConfiguration.class,
        OrderConfiguration.class,
        PlaceOrdersConfiguration.class,
        RemedyConfiguration.class,
        SettingsConfiguration.class
    })
    static class Wiring {}
}
