package io.waybill.fulfillment.line;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.waybill.provider.Providers.Unreadable;
import io.waybill.provider.upkeep.balance.RefreshBalance;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The providers whose settings can't be read: each is told once, until it can be read again. Thread-safe. */
final class UnreadableProviders {
    private static final Logger log = LoggerFactory.getLogger(UnreadableProviders.class);
    private static final String KEY =
            "The provider's settings can't be read: its API key is damaged, or was sealed under another master key."
                    + " Enter the key again.";
    private static final String WORD =
            "The provider's settings can't be read: this version of the worker does not know a word in them."
                    + " Update every worker to the version of the api-service.";

    private final RefreshBalance health;
    private final Set<Long> known = ConcurrentHashMap.newKeySet();

    UnreadableProviders(RefreshBalance health, MeterRegistry meters) {
        this.health = health;
        Gauge.builder("waybill.fulfillment.providers.unreadable", known, Set::size)
                .description("Active providers whose settings can't be read: their orders are held")
                .register(meters);
    }

    /** These it is now. */
    void are(List<Unreadable> unreadable) {
        Set<Long> ids = unreadable.stream().map(Unreadable::id).collect(Collectors.toSet());
        known.removeIf(id -> {
            boolean repaired = !ids.contains(id);
            if (repaired) {
                log.atInfo().addKeyValue("provider", id).log("the provider's settings can be read again");
            }
            return repaired;
        });
        unreadable.stream().filter(provider -> known.add(provider.id())).forEach(this::tell);
    }

    Set<Long> ids() {
        return Set.copyOf(known);
    }

    private void tell(Unreadable provider) {
        long providerId = provider.id();
        String why =
                switch (provider.cause()) {
                    case KEY -> KEY;
                    case WORD -> WORD;
                };
        log.atError().addKeyValue("provider", providerId).log(why);
        try {
            health.cannotAsk(providerId, why);
        } catch (RuntimeException e) {
            log.atWarn().addKeyValue("provider", providerId).setCause(e).log("no event was told of it");
        }
    }
}
