package io.waybill.sync;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import io.waybill.outbox.Outage;
import io.waybill.provider.upkeep.balance.Standings;
import io.waybill.provider.upkeep.balance.Standings.Standing;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * How each provider stands, as gauges. Every worker reads them from the database, so that each shows what any of them
 * has found; while the database is away they show nothing rather than what was.
 */
final class ProviderGauges implements SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(ProviderGauges.class);

    private final Standings standings;
    private final SyncSettings settings;
    private final MultiGauge balance;
    private final MultiGauge low;
    private final MultiGauge failing;
    private final Outage outage = new Outage(log, "reading the figures of providers");
    private final CountDownLatch stop = new CountDownLatch(1);
    private @Nullable Thread thread;

    ProviderGauges(Standings standings, SyncSettings settings, MeterRegistry meters) {
        this.standings = standings;
        this.settings = settings;
        this.balance = MultiGauge.builder("waybill.provider.balance")
                .description("our balance at the provider, in its currency")
                .register(meters);
        this.low = MultiGauge.builder("waybill.provider.balance.low")
                .description("1 while the balance is below the provider's threshold")
                .register(meters);
        this.failing = MultiGauge.builder("waybill.provider.failing")
                .description("1 while the provider gives no usable answer about the balance")
                .register(meters);
    }

    @Override
    public void start() {
        thread = Thread.ofPlatform().name("provider-gauges").daemon().start(this::run);
    }

    private void run() {
        try {
            do {
                refresh();
            } while (!stop.await(settings.figuresEvery().toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void refresh() {
        try {
            show(standings.read());
            outage.over();
        } catch (RuntimeException e) {
            outage.failed(e);
            show(List.of());
        }
    }

    private void show(List<Standing> read) {
        balance.register(rows(read, Standing::balance), true);
        low.register(rows(read, standing -> standing.low() ? 1 : 0), true);
        failing.register(rows(read, standing -> standing.failing() ? 1 : 0), true);
    }

    /** None for a provider of which the figure is not known. */
    private static List<Row<?>> rows(List<Standing> read, Function<Standing, @Nullable Number> figure) {
        List<Row<?>> rows = new ArrayList<>();
        for (Standing standing : read) {
            Number value = figure.apply(standing);
            if (value != null) {
                rows.add(Row.of(Tags.of("provider", Long.toString(standing.providerId())), value));
            }
        }
        return rows;
    }

    @Override
    public void stop() {
        stop.countDown();
        Thread running = thread;
        if (running != null) {
            running.interrupt();
            thread = null;
        }
    }

    @Override
    public boolean isRunning() {
        return thread != null;
    }
}
