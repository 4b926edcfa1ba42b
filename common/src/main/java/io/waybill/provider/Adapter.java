package io.waybill.provider;

import java.util.Set;

/** Speaks one protocol. Adapters don't know each other. Thread-safe. */
public interface Adapter {
    /** The word in {@link ProviderAccount#protocol()}. */
    String protocol();

    /** What a provider that speaks it may be known to honour; what a protocol can't carry, no provider honours. */
    default Set<Capability> capabilities() {
        return Set.of(Capability.values());
    }

    /** Opens no connection yet. */
    Provider connect(ProviderAccount account);
}
