package io.waybill.standalone;

import com.zaxxer.hikari.HikariDataSource;
import io.waybill.local.DatabaseSettings;
import io.waybill.local.EmbeddedDatabase;
import io.waybill.local.EmbeddedKafka;
import io.waybill.simulator.ProviderSimulator;
import io.waybill.simulator.SimulatorOptions;
import io.waybill.simulator.book.Account;
import io.waybill.standalone.data.DataFolder;
import io.waybill.standalone.data.DemoFile;
import io.waybill.standalone.data.Secrets;
import io.waybill.standalone.data.SecretsFile;
import io.waybill.standalone.demo.DemoStore;
import io.waybill.standalone.demo.Upstream;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * The whole of Waybill in this process: PostgreSQL, Kafka and a provider simulator, a store filled for a demonstration,
 * and the services that were asked for. Thread-safe.
 */
final class AllInOne implements AutoCloseable {

    private static final Duration SERVICES_LIMIT = Duration.ofSeconds(9);
    private static final Duration LIMIT = Duration.ofSeconds(4);

    /** Its last checkpoint writes what the disk has not seen; cut short, the next start recovers it. */
    private static final Duration DATABASE_LIMIT = Duration.ofSeconds(15);

    private static final int SEED_CONNECTIONS = 2;

    private final Options options;
    private final DataFolder folder;
    private final SecretsFile secrets;
    private final StopOrder stopOrder;
    private final CountDownLatch startEnded = new CountDownLatch(1);

    /** For a folder that was taken already; it is released when this closes. */
    AllInOne(Options options, DataFolder folder) {
        this.options = options;
        this.folder = folder;
        this.secrets = folder.secrets();
        this.stopOrder = new StopOrder();
        stopOrder.add("data folder", LIMIT, folder);
    }

    /**
     * Returns when everything serves and {@code demo.json} is in its place.
     *
     * @throws CannotStart if a port is taken; all other failures are faults of ours or of the machine
     */
    DemoFile start() {
        try {
            return startAll();
        } finally {
            startEnded.countDown();
        }
    }

    /** Stops everything that was started, the services first; of a start in progress, also what it starts yet. */
    @Override
    public void close() {
        stopOrder.close();
        try {
            startEnded.await(LIMIT.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private DemoFile startAll() {
        requireFreePorts();
        EmbeddedDatabase database;
        EmbeddedKafka kafka;
        ProviderSimulator simulator;
        // Platform threads: they load most of the classes that there are, see CarrierThreads.
        try (ExecutorService threads = Executors.newCachedThreadPool()) {
            CompletableFuture<EmbeddedDatabase> startingDatabase =
                    CompletableFuture.supplyAsync(this::startDatabase, threads);
            CompletableFuture<EmbeddedKafka> startingKafka = CompletableFuture.supplyAsync(this::startKafka, threads);
            CompletableFuture<ProviderSimulator> startingSimulator =
                    CompletableFuture.supplyAsync(this::startSimulator, threads);
            simulator = startingSimulator.join();
            database = startingDatabase.join();
            fillStore(database, providerUrl(simulator));
            kafka = startingKafka.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
        Services services = startServices(database, kafka);
        DemoFile demo = demoFile(services, database, kafka, simulator);
        demo.write(folder.demoFile());
        return demo;
    }

    private void requireFreePorts() {
        if (options.services().contains(Options.Service.API)) {
            Ports.requireFree(options.port(), "port", "the API");
        }
        Ports.requireFree(options.providerPort(), "provider-port", "the provider simulator");
    }

    private EmbeddedDatabase startDatabase() {
        return stopOrder.add(
                "postgresql", DATABASE_LIMIT, EmbeddedDatabase.start(DatabaseSettings.keptIn(folder.postgres())));
    }

    private EmbeddedKafka startKafka() {
        return stopOrder.add("kafka", LIMIT, EmbeddedKafka.startIn(folder.kafka()));
    }

    private ProviderSimulator startSimulator() {
        Secrets known = secrets.secrets();
        return stopOrder.add(
                "simulator",
                LIMIT,
                ProviderSimulator.start(SimulatorOptions.onDisk(folder.simulator())
                        .port(options.providerPort())
                        .catalog(Upstream.catalog())
                        .honoursIdempotency(true)
                        .accounts(
                                Account.of("waybill", known.providerKey(), Upstream.FUNDS),
                                Account.of("waybill-packages", known.packagesKey(), Upstream.FUNDS))));
    }

    private void fillStore(EmbeddedDatabase server, URI provider) {
        try (HikariDataSource connections = new HikariDataSource()) {
            connections.setJdbcUrl(server.jdbcUrl());
            connections.setUsername(server.username());
            connections.setPassword(server.password());
            connections.setMaximumPoolSize(SEED_CONNECTIONS);
            Migration.run(connections);
            new DemoStore(connections, secrets, URI.create(provider + "/api/v1")).fill();
        }
    }

    private Services startServices(EmbeddedDatabase database, EmbeddedKafka kafka) {
        List<String> wiring = List.of(
                "spring.datasource.url=" + database.jdbcUrl(),
                "spring.datasource.username=" + database.username(),
                "spring.datasource.password=" + database.password(),
                "spring.kafka.bootstrap-servers=" + kafka.bootstrapServers(),
                "waybill.secret-key=" + secrets.secrets().masterKey());
        return stopOrder.add("services", SERVICES_LIMIT, Services.start(options.services(), options.port(), wiring));
    }

    private DemoFile demoFile(
            Services services, EmbeddedDatabase database, EmbeddedKafka kafka, ProviderSimulator simulator) {
        Secrets known = secrets.secrets();
        return new DemoFile(
                "http://localhost:" + services.apiPort().orElse(options.port()),
                DemoStore.ADMIN_EMAIL,
                known.adminPassword(),
                String.valueOf(known.adminKey()),
                String.valueOf(known.apiKey()),
                providerUrl(simulator).toString(),
                database.jdbcUrl() + "?user=" + database.username() + "&password=" + database.password(),
                kafka.bootstrapServers(),
                known.masterKey());
    }

    private static URI providerUrl(ProviderSimulator simulator) {
        return URI.create("http://localhost:" + simulator.port());
    }
}
