package io.waybill.provider;

import java.util.List;
import java.util.Optional;

/** The provider accounts as PostgreSQL has them now; no cache. Thread-safe; takes part in the caller's transaction. */
public interface Providers {
    List<ProviderAccount> active();

    Optional<ProviderAccount> find(long id);

    /**
     * Adds a provider; its key is sealed at rest.
     *
     * @param account its id is ignored, and given by the database
     * @throws org.springframework.dao.DuplicateKeyException if there is one of that name
     */
    ProviderAccount add(ProviderAccount account);
}
