package io.waybill.standalone;

import com.zaxxer.hikari.HikariDataSource;
import io.waybill.launch.CarrierThreads;
import io.waybill.simulator.ProviderSimulator;
import io.waybill.simulator.SimulatorOptions;
import io.waybill.simulator.book.Account;
import io.waybill.standalone.data.DataFolder;
import io.waybill.standalone.data.DemoKeys;
import io.waybill.standalone.data.Secrets;
import io.waybill.standalone.data.SecretsFile;
import io.waybill.standalone.demo.DemoStore;
import io.waybill.standalone.demo.Upstream;
import java.net.URI;
import java.util.concurrent.CountDownLatch;

/**
 * The demonstration beside a store that runs elsewhere: a provider simulator to buy from, and a store filled with
 * accounts and a catalog. Keeps its book and its keys in a folder; {@code demo.json} there says how to get in, once
 * everything is in place. Thread-safe.
 */
public final class DemoShop implements AutoCloseable {
    private static final int CANNOT_START = 1;
    private static final int SEED_CONNECTIONS = 2;

    /** The services reach it from containers of their own. */
    private static final String ALL_ADDRESSES = "0.0.0.0";

    private final DataFolder folder;
    private final DemoShopSettings settings;
    private final SecretsFile secrets;
    private final ProviderSimulator simulator;

    private DemoShop(DataFolder folder, DemoShopSettings settings) {
        this.folder = folder;
        this.settings = settings;
        this.secrets = folder.secretsUnder(settings.masterKey());
        this.simulator = startSimulator();
    }

    /** Exits with 1 if it can't start, and says on the error stream what to do. */
    public static void main(String[] args) throws InterruptedException {
        CarrierThreads.makeRoom();
        try {
            DemoShop shop = open(DemoShopSettings.of(System.getenv()));
            Runtime.getRuntime().addShutdownHook(new Thread(shop::close, "stop"));
            System.out.println("The demo store is filled, and its provider sells; demo.json says how to get in.");
        } catch (CannotStart e) {
            System.err.println(e.getMessage());
            System.exit(CANNOT_START);
        }
        new CountDownLatch(1).await();
    }

    /** Returns when the store is filled; its schema must be there. */
    static DemoShop open(DemoShopSettings settings) {
        DataFolder folder = DataFolder.take(settings.data());
        DemoShop shop = new DemoShop(folder, settings);
        try {
            shop.fill();
            return shop;
        } catch (RuntimeException e) {
            shop.close();
            throw e;
        }
    }

    @Override
    public void close() {
        simulator.close();
        folder.close();
    }

    /** What the provider has really sold. */
    ProviderSimulator simulator() {
        return simulator;
    }

    private ProviderSimulator startSimulator() {
        Secrets known = secrets.secrets();
        return ProviderSimulator.start(SimulatorOptions.onDisk(folder.simulator())
                .host(ALL_ADDRESSES)
                .port(settings.port())
                .catalog(Upstream.catalog())
                .honoursIdempotency(true)
                .accounts(
                        Account.of("waybill", known.providerKey(), Upstream.FUNDS),
                        Account.of("waybill-packages", known.packagesKey(), Upstream.FUNDS)));
    }

    private void fill() {
        URI provider = URI.create("http://" + settings.host() + ":" + simulator.port());
        try (HikariDataSource connections = new HikariDataSource()) {
            connections.setJdbcUrl(settings.databaseUrl());
            connections.setUsername(settings.databaseUser());
            connections.setPassword(settings.databasePassword());
            connections.setMaximumPoolSize(SEED_CONNECTIONS);
            new DemoStore(connections, secrets, URI.create(provider + "/api/v1")).fill();
        }
        Secrets known = secrets.secrets();
        new DemoKeys(
                        settings.api(),
                        DemoStore.ADMIN_EMAIL,
                        String.valueOf(known.adminKey()),
                        String.valueOf(known.apiKey()),
                        provider.toString())
                .write(folder.demoFile());
    }
}
