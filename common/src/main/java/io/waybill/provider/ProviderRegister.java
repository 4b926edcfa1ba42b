package io.waybill.provider;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * The providers as their owner enters and changes them; no key is ever read. Thread-safe; takes part in the caller's
 * transaction.
 */
public interface ProviderRegister {
    Optional<ProviderSettings> find(long id);

    /** As {@link #find}, and nobody else changes it until the caller's transaction ends. */
    Optional<ProviderSettings> lock(long id);

    /**
     * @param apiKey sealed at rest
     * @return its id; empty if another has this name
     */
    OptionalLong add(ProviderSettings settings, String apiKey);

    /**
     * Protocol and mode stay as they were.
     *
     * @throws org.springframework.dao.DuplicateKeyException if another has this name: the transaction must end without
     *     effect
     */
    void change(long id, ProviderSettings settings);

    void changeKey(long id, String apiKey);
}
