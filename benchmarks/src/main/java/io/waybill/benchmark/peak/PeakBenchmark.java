package io.waybill.benchmark.peak;

import com.sun.management.OperatingSystemMXBean;
import io.waybill.local.DatabaseSettings;
import io.waybill.local.EmbeddedDatabase;
import io.waybill.local.EmbeddedKafka;
import java.lang.management.ManagementFactory;

/**
 * What the way in does at peak: api-service as a process of its own with its defaults and a heap of 256 MiB, a durable
 * PostgreSQL, Kafka, and whoever sends the orders, all on this machine; workers don't run. And what it does for those
 * who read what was sold, page by page, and for those who wait for it. Arguments choose parts.
 */
public final class PeakBenchmark {
    /**
     * As docs/deploy.md tells operators to do it for peaks, for all that is measured alike: the pages that orders are
     * entered into stay in memory, and no checkpoint falls into a round.
     */
    private static final DatabaseSettings DATABASE = DatabaseSettings.temporary()
            .with("shared_buffers=" + quarterOfMemory() + "MB")
            .with("max_wal_size=8GB")
            .with("checkpoint_timeout=30min");

    private final PeakOptions options;
    private final MemoryProbe memory = new MemoryProbe();
    private final PlacingFigures placing;
    private final CrowdFigures crowding;
    private final RelayFigures relay;
    private final ReadFigures reading;
    private final GrowthFigures growth;
    private final OrderListFigures listing;
    private final WaitFigures waiting;

    private PeakBenchmark(
            PeakOptions options, EmbeddedDatabase server, EmbeddedKafka kafka, PeakStore store, OrderLimit limit) {
        Services services = new Services(options.apiService(), kafka.bootstrapServers());
        this.options = options;
        this.placing = new PlacingFigures(options, store, services, limit);
        this.crowding = new CrowdFigures(options, store, services, placing);
        this.relay = new RelayFigures(options, server, kafka, store, services, placing);
        this.reading = new ReadFigures(options, store, services);
        this.growth = new GrowthFigures(options, server, services, limit);
        this.listing = new OrderListFigures(options, server, services, limit);
        this.waiting = new WaitFigures(options, store, services, placing);
    }

    private static long quarterOfMemory() {
        var machine = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        return machine.getTotalMemorySize() / 4 / (1 << 20);
    }

    /** Prints the table. */
    public static void main(String[] arguments) {
        PeakOptions options = PeakOptions.of(arguments);
        try (EmbeddedDatabase server = EmbeddedDatabase.start(DATABASE);
                EmbeddedKafka kafka = EmbeddedKafka.start();
                PeakStore store = PeakStore.fill(server, "waybill")) {
            OrderLimit limit = OrderLimit.prepare(server);
            Table.head(options);
            new PeakBenchmark(options, server, kafka, store, limit).run();
        }
    }

    private void run() {
        measure("single", () -> placing.single(PeakStore.RESELLERS, ">= 1.0 x", ">= 3 x"));
        measure("one-wallet", () -> placing.single(1, ">= 5 x", ">= 12 x"));
        measure("batch", placing::batch);
        measure("latency", placing::latency);
        measure("fair", placing::fair);
        measure("crowd", crowding::crowd);
        measure("relay", relay::relay);
        measure("products", reading::products);
        measure("outage", relay::outage);
        measure("held", relay::held);
        measure("growth", growth::growth);
        measure("orders", listing::orders);
        measure("wait", waiting::waiting);
        memory.print();
    }

    private void measure(String part, Runnable work) {
        if (options.chose(part)) {
            memory.print();
            work.run();
        }
    }
}
