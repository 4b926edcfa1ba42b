package io.waybill.provider;

import java.util.List;
import java.util.Optional;

/** The provider accounts as PostgreSQL has them now; no cache. Thread-safe. */
public interface Providers {
    List<ProviderAccount> active();

    Optional<ProviderAccount> find(long id);
}
