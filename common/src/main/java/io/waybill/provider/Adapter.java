package io.waybill.provider;

/** Speaks one protocol. Adapters don't know each other. Thread-safe. */
public interface Adapter {
    /** The word in {@link ProviderAccount#protocol()}. */
    String protocol();

    /** Opens no connection yet. */
    Provider connect(ProviderAccount account);
}
