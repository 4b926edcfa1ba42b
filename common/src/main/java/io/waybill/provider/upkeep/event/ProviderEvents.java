package io.waybill.provider.upkeep.event;

/** The events of all providers. Thread-safe. */
public interface ProviderEvents {
    /**
     * Keeps an event, and tells it on {@link io.waybill.outbox.Topics#PROVIDER_EVENTS}, in the caller's transaction.
     * The newest ten thousand of a provider are kept.
     *
     * @throws IllegalStateException if there is no transaction: an event must not outlive the change it tells of
     */
    void tell(ProviderEvent event);
}
