package io.waybill.api.products;

import io.waybill.api.http.AnswerJson;
import io.waybill.api.schedule.Repeater;
import io.waybill.catalog.Item;
import io.waybill.catalog.Items;
import io.waybill.catalog.Source;
import io.waybill.money.DisplayRate;
import io.waybill.settings.SettingsStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Keeps the {@link ShopWindow} in step with the database: looks every second whether anything changed, and renders anew
 * only then. While the database can't be reached, the last window stays. Thread-safe.
 */
public final class Showcase implements SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(Showcase.class);
    private static final Duration INTERVAL = Duration.ofSeconds(1);

    private final Sources sources;
    private final AnswerJson json;
    private final InstantSource clock;
    private volatile @Nullable ShopWindow window;
    private volatile @Nullable Repeater refresher;
    private String fingerprint = "";

    Showcase(Sources sources, AnswerJson json, InstantSource clock) {
        this.sources = sources;
        this.json = json;
        this.clock = clock;
    }

    /** The rate in force, at most a second old. */
    public DisplayRate rate() {
        return window().rate();
    }

    ShopWindow window() {
        ShopWindow current = window;
        if (current == null) {
            throw new IllegalStateException("the catalog was not loaded yet");
        }
        return current;
    }

    /** Loads the catalog for the first time, before the first request is served. */
    @Override
    public void start() {
        refresh();
        refresher = Repeater.start("showcase", INTERVAL, this::refresh);
    }

    @Override
    public void stop() {
        Repeater running = refresher;
        if (running != null) {
            running.close();
            refresher = null;
        }
    }

    @Override
    public boolean isRunning() {
        return refresher != null;
    }

    /** Starts before the web server and stops after it. */
    @Override
    public int getPhase() {
        return 0;
    }

    /** Shows what was just committed, without waiting for the next look; if that fails, the next look shows it. */
    public void catchUp() {
        try {
            refresh();
        } catch (RuntimeException e) {
            log.atWarn().addKeyValue("cause", e.toString()).log("the catalog was not loaded, it will be soon");
        }
    }

    /** The fingerprint is taken first: what changes during the loading is seen the next time. */
    private synchronized void refresh() {
        String now = sources.fingerprints.now();
        if (!now.equals(fingerprint)) {
            DisplayRate rate = sources.settings.read().displayRate();
            Instant rateSince = sources.fingerprints.rateSince(rate.currency());
            ShopWindow before = window;
            List<Shown> products = sources.items.active().stream()
                    .map(item -> shown(item, rate, rateSince, before))
                    .toList();
            window = new ShopWindow(rate, products);
            fingerprint = now;
            log.atInfo().addKeyValue("products", products.size()).log("catalog loaded");
        }
    }

    private Shown shown(Item item, DisplayRate rate, Instant rateSince, @Nullable ShopWindow before) {
        Product product = Product.of(item, rate, rateSince);
        Shown earlier = before == null ? null : before.product(item.id()).orElse(null);
        if (earlier != null && earlier.product().equals(product)) {
            return earlier;
        }
        boolean seenNow = earlier == null
                ? item.source() == Source.STOCK
                : earlier.product().inStock() != product.inStock();
        return new Shown(product, json.write(product), seenNow ? clock.instant() : product.updatedAt());
    }

    /** Where the window's content comes from. */
    record Sources(Items items, SettingsStore settings, JdbcFingerprints fingerprints) {}
}
