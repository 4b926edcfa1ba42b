package io.waybill.fulfillment.line;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.waybill.fulfillment.pace.Loop;
import io.waybill.fulfillment.pace.Ticker;
import io.waybill.provider.Adapter;
import io.waybill.provider.ProviderAccount;
import io.waybill.provider.Providers;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The lines to all active providers, kept as the providers' settings have them. Thread-safe. */
public final class Lines {
    private static final Logger log = LoggerFactory.getLogger(Lines.class);
    private static final Duration STOP_WITHIN = Duration.ofSeconds(5);

    private final Providers providers;
    private final Map<String, Adapter> adapters;
    private final LineSettings settings;
    private final Breakers breakers;
    private final Ticker ticker;
    private final MeterRegistry meters;
    private final Map<Long, Line> lines = new ConcurrentHashMap<>();
    private final Set<String> unspoken = ConcurrentHashMap.newKeySet();
    private Share share = Share.NONE;
    private final UnreadableProviders unreadable;
    private final Loop loop = new Loop("lines", this::refresh);
    private volatile LongConsumer whenFree = _ -> {};

    Lines(
            Providers providers,
            Collection<Adapter> adapters,
            LineSettings settings,
            Breakers breakers,
            UnreadableProviders unreadable,
            Ticker ticker,
            MeterRegistry meters) {
        this.providers = providers;
        this.adapters = adapters.stream().collect(Collectors.toMap(Adapter::protocol, Function.identity()));
        this.settings = settings;
        this.breakers = breakers;
        this.unreadable = unreadable;
        this.ticker = ticker;
        this.meters = meters;
    }

    public void start() {
        refresh();
        loop.start();
    }

    public void stop() {
        loop.stop(STOP_WITHIN);
        lines.values().forEach(Line::disconnect);
    }

    /** Tells whom to call with a provider's id when one of its permits is given back; must be quick. */
    public void whenFree(LongConsumer listener) {
        whenFree = listener;
    }

    /** The lines to providers that may be bought from now. */
    public List<Line> open() {
        return lines.values().stream().filter(Line::isOpen).toList();
    }

    /** The active providers that can't be bought from, since their settings can't be read. */
    public Set<Long> unreadable() {
        return unreadable.ids();
    }

    /** Gives every line this worker's part, those to come included. Until the first time, nothing is bought. */
    public synchronized void share(Share changed) {
        if (!share.equals(changed)) {
            share = changed;
            lines.values().forEach(line -> line.share(changed));
            log.atInfo()
                    .addKeyValue("rank", changed.rank())
                    .addKeyValue("workers", changed.workers())
                    .log("this worker's part of what providers allow has changed");
        }
    }

    /** Whether this worker has come down to its part of what every provider allows. */
    public boolean areWithinShare() {
        return lines.values().stream().allMatch(Line::isWithinShare);
    }

    /** How long a provider may take to answer of which purchases are in flight; zero if none is. */
    public Duration longestAnswer() {
        return lines.values().stream()
                .filter(line -> line.inFlight() > 0)
                .map(line -> line.account().answerTimeout())
                .max(Comparator.naturalOrder())
                .orElse(Duration.ZERO);
    }

    public @Nullable Line find(long providerId) {
        return lines.get(providerId);
    }

    /** One purchase of the line has come to its end, and its outcome is written. */
    public void settled(Line line) {
        line.settled();
        whenFree.accept(line.providerId());
    }

    Duration refresh() {
        Set<Long> active = new HashSet<>();
        Providers.Active found = providers.active();
        for (ProviderAccount account : found.accounts()) {
            Adapter adapter = adapters.get(account.protocol());
            if (adapter == null) {
                tellOnce(account);
                continue;
            }
            active.add(account.id());
            refresh(account, adapter);
        }
        lines.values().stream()
                .filter(line -> !active.contains(line.providerId()))
                .forEach(Line::close);
        unreadable.are(found.unreadable());
        return settings.refreshEvery();
    }

    private synchronized void refresh(ProviderAccount account, Adapter adapter) {
        Line line = lines.get(account.id());
        if (line == null) {
            lines.put(account.id(), connect(account, adapter));
        } else if (!line.account().equals(account) || !line.isOpen()) {
            line.change(account, new Connection(account, adapter.connect(account)));
            log.atInfo().addKeyValue("provider", account.id()).log("provider settings changed");
        }
    }

    private Line connect(ProviderAccount account, Adapter adapter) {
        String name = "provider-" + account.id();
        Line line = new Line(
                new Connection(account, adapter.connect(account)),
                share,
                breakers.breaker(name),
                breakers.retry(name),
                settings.breaker().quietFor(),
                ticker);
        Gauge.builder("waybill.fulfillment.in.flight", line, Line::inFlight)
                .description("Purchases being made or settled")
                .tag("provider", Long.toString(account.id()))
                .register(meters);
        Gauge.builder("waybill.fulfillment.provider.away", line, known -> known.isAway() ? 1 : 0)
                .description("1 while the provider is away or out of funds, and only probed")
                .tag("provider", Long.toString(account.id()))
                .register(meters);
        log.atInfo()
                .addKeyValue("provider", account.id())
                .addKeyValue("protocol", account.protocol())
                .log("line opened");
        return line;
    }

    private void tellOnce(ProviderAccount account) {
        if (unspoken.add(account.protocol())) {
            log.atWarn()
                    .addKeyValue("provider", account.id())
                    .addKeyValue("protocol", account.protocol())
                    .log("no adapter speaks the provider's protocol, its orders wait");
        }
    }
}
