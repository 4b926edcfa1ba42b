package io.waybill.simulator;

import io.waybill.simulator.catalog.Catalog;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * Runs a simulator as its own process until it is told to end.
 *
 * <pre>
 * --port 8090 --host 127.0.0.1 --data directory --key secret --balance 1000000.00 --items 5000 --honours-idempotency
 * </pre>
 */
public final class ProviderSimulatorServer {

    private static final int DEFAULT_PORT = 8090;
    private static final long CATALOG_SEED = 1;

    private ProviderSimulatorServer() {}

    public static void main(String[] args) throws InterruptedException {
        SimulatorOptions options;
        try {
            options = options(List.of(args));
        } catch (IllegalArgumentException wrong) {
            System.err.println(wrong.getMessage());
            System.err.println("usage: [--port n] [--host address] [--data directory] [--key secret] [--balance usd]"
                    + " [--items n] [--honours-idempotency]");
            System.exit(2);
            return;
        }
        ProviderSimulator simulator = ProviderSimulator.start(options);
        Runtime.getRuntime().addShutdownHook(new Thread(simulator::close, "simulator-shutdown"));
        System.out.println("provider simulator: " + simulator.baseUrl());
        new CountDownLatch(1).await();
    }

    static SimulatorOptions options(List<String> args) {
        String key = SimulatorOptions.DEFAULT_KEY;
        String balance = "1000000.00";
        SimulatorOptions options = SimulatorOptions.inMemory().port(DEFAULT_PORT);
        Iterator<String> rest = args.iterator();
        while (rest.hasNext()) {
            String name = rest.next();
            switch (name) {
                case "--port" -> options.port(Integer.parseInt(value(name, rest)));
                case "--host" -> options.host(value(name, rest));
                case "--data" -> options.directory(Path.of(value(name, rest)));
                case "--key" -> key = value(name, rest);
                case "--balance" -> balance = value(name, rest);
                case "--items" -> options.catalog(Catalog.generated(Integer.parseInt(value(name, rest)), CATALOG_SEED));
                case "--honours-idempotency" -> options.honoursIdempotency(true);
                default -> throw new IllegalArgumentException("unknown argument " + name);
            }
        }
        return options.key(key, balance);
    }

    private static String value(String name, Iterator<String> rest) {
        if (!rest.hasNext()) {
            throw new IllegalArgumentException(name + " needs a value");
        }
        return rest.next();
    }
}
