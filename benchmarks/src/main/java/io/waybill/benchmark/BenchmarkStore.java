package io.waybill.benchmark;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.waybill.account.AccountConfiguration;
import io.waybill.account.Accounts;
import io.waybill.account.ApiKeys;
import io.waybill.account.Mode;
import io.waybill.catalog.Billing;
import io.waybill.catalog.CatalogConfiguration;
import io.waybill.ledger.LedgerConfiguration;
import io.waybill.local.EmbeddedDatabase;
import io.waybill.local.EmbeddedKafka;
import io.waybill.messaging.MessagingConfiguration;
import io.waybill.order.OrderConfiguration;
import io.waybill.order.placing.OrderRequest;
import io.waybill.order.placing.PlaceOrders;
import io.waybill.order.placing.PlaceOrdersConfiguration;
import io.waybill.order.placing.Placement;
import io.waybill.outbox.OutboxConfiguration;
import io.waybill.provider.Capability;
import io.waybill.provider.ProviderAccount;
import io.waybill.provider.ProviderConfiguration;
import io.waybill.provider.Providers;
import io.waybill.secret.KeySecret;
import io.waybill.secret.SecretConfiguration;
import io.waybill.settings.SettingsConfiguration;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.flywaydb.core.Flyway;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A store with 64 rich wallets and one item, wired as the api-service wires it. */
final class BenchmarkStore implements AutoCloseable {
    static final String SECRET_KEY = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
    private static final int WALLETS = 64;
    private static final int MOST_IN_A_TRANSACTION = 250;
    private static final Duration PATIENCE = Duration.ofMillis(2);

    private final ConfigurableApplicationContext context;
    private final JdbcBenchmarkRows rows;
    private final PlaceOrders placeOrders;
    private final List<OrderRequest.Buyer> buyers;
    private final AtomicInteger taken = new AtomicInteger();
    private final long itemId;

    private BenchmarkStore(ConfigurableApplicationContext context) {
        this.context = context;
        this.rows = context.getBean(JdbcBenchmarkRows.class);
        this.placeOrders = context.getBean(PlaceOrders.class);
        this.buyers = buyers(context.getBean(Accounts.class), context.getBean(ApiKeys.class));
        this.itemId = rows.item();
    }

    static BenchmarkStore open(EmbeddedDatabase database, EmbeddedKafka kafka) {
        Flyway.configure()
                .dataSource(database.jdbcUrl(), database.username(), database.password())
                .load()
                .migrate();
        return new BenchmarkStore(new SpringApplicationBuilder(Wiring.class)
                .web(WebApplicationType.NONE)
                .properties(Map.of(
                        "spring.main.banner-mode",
                        "off",
                        "logging.level.root",
                        "warn",
                        "spring.datasource.url",
                        database.jdbcUrl(),
                        "spring.datasource.username",
                        database.username(),
                        "spring.datasource.password",
                        database.password(),
                        "spring.datasource.hikari.maximum-pool-size",
                        "20",
                        "spring.kafka.bootstrap-servers",
                        kafka.bootstrapServers(),
                        "waybill.secret-key",
                        SECRET_KEY))
                .run());
    }

    /** @throws IllegalStateException if a commit doesn't wait for the disk: its speed would be a lie */
    void refuseWithoutDurability() {
        if (!rows.isDurable()) {
            throw new IllegalStateException("fsync and synchronous_commit must be on");
        }
    }

    /** Takes a batch of orders in one transaction, spread over the first so many wallets. */
    List<Placement> take(int first, int count, int wallets) {
        List<Long> ids = placeOrders.nextIds(count);
        List<PlaceOrders.Slot> slots = IntStream.range(0, count)
                .mapToObj(i -> new PlaceOrders.Slot(ids.get(i), request((first + i) % wallets), false))
                .toList();
        return placeOrders.place(slots);
    }

    /** Until everything that was taken has reached Kafka. */
    void awaitEmptyOutbox() {
        while (rows.outboxHasRows()) {
            LockSupport.parkNanos(PATIENCE.toNanos());
        }
    }

    /** Adds a provider that speaks the store API, and an item of it. */
    Seller sell(String name, URI baseUrl, String key, int concurrency, Capability... capabilities) {
        long providerId = context.getBean(Providers.class)
                .add(new ProviderAccount(
                        0,
                        name,
                        "panel",
                        Mode.LIVE,
                        baseUrl,
                        key,
                        Billing.WALLET,
                        BigDecimal.ZERO,
                        Set.of(capabilities),
                        1,
                        concurrency,
                        0,
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(20),
                        true))
                .id();
        return new Seller(providerId, rows.item(name, providerId));
    }

    /** Takes orders of an item, in transactions as a busy lane has them. Returns their ids, in the same order. */
    List<Long> order(Seller seller, String recipient, int count) {
        List<Long> ids = new ArrayList<>(count);
        while (ids.size() < count) {
            int batch = Math.min(MOST_IN_A_TRANSACTION, count - ids.size());
            List<Long> fresh = placeOrders.nextIds(batch);
            List<PlaceOrders.Slot> slots = fresh.stream()
                    .map(id -> new PlaceOrders.Slot(
                            id,
                            request(taken.getAndIncrement() % WALLETS, seller.itemId(), recipient + "-" + id),
                            false))
                    .toList();
            if (!placeOrders.place(slots).stream().allMatch(Placement.Accepted.class::isInstance)) {
                throw new IllegalStateException("an order was not taken");
            }
            ids.addAll(fresh);
        }
        return ids;
    }

    JdbcClient jdbc() {
        return context.getBean(JdbcClient.class);
    }

    private OrderRequest request(int wallet) {
        return request(wallet, itemId, "player");
    }

    private OrderRequest request(int wallet, long item, String recipient) {
        return new OrderRequest(buyers.get(wallet), item, 1, recipient, Map.of(), null, null, null);
    }

    private List<OrderRequest.Buyer> buyers(Accounts accounts, ApiKeys keys) {
        List<OrderRequest.Buyer> made = new ArrayList<>();
        for (int i = 0; i < WALLETS; i++) {
            long account = accounts.create(Accounts.NewAccount.reseller("reseller-" + i + "@example.com", "Reseller"));
            long wallet = accounts.walletId(account, Mode.LIVE);
            long key = keys.create(ApiKeys.NewKey.unrestricted(account, KeySecret.Kind.RESELLER_LIVE))
                    .id();
            rows.topUp(wallet);
            made.add(new OrderRequest.Buyer(account, wallet, Mode.LIVE, key));
        }
        return made;
    }

    @Override
    public void close() {
        context.close();
    }

    /** A provider and its item. */
    record Seller(long providerId, long itemId) {}

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import({
        AccountConfiguration.class,
        CatalogConfiguration.class,
        LedgerConfiguration.class,
        MessagingConfiguration.class,
        OrderConfiguration.class,
        OutboxConfiguration.class,
        PlaceOrdersConfiguration.class,
        ProviderConfiguration.class,
        SecretConfiguration.class,
        SettingsConfiguration.class
    })
    static class Wiring {
        @Bean
        InstantSource clock() {
            return InstantSource.system();
        }

        @Bean
        MeterRegistry meters() {
            return new SimpleMeterRegistry();
        }

        @Bean
        JdbcBenchmarkRows rows(JdbcClient jdbc) {
            return new JdbcBenchmarkRows(jdbc);
        }
    }
}
