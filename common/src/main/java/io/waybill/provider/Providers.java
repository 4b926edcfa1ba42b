package io.waybill.provider;

import java.util.List;
import java.util.Optional;

/** The provider accounts as PostgreSQL has them now; no cache. Thread-safe; takes part in the caller's transaction. */
public interface Providers {
    /** Those that may be bought from; one that can't be read keeps no other from it. */
    Active active();

    Optional<ProviderAccount> find(long id);

    /**
     * Adds a provider; its key is sealed at rest.
     *
     * @param account its id is ignored, and given by the database
     * @throws org.springframework.dao.DuplicateKeyException if there is one of that name
     */
    ProviderAccount add(ProviderAccount account);

    /**
     * The providers that are active.
     *
     * @param unreadable those whose settings can't be read
     */
    record Active(List<ProviderAccount> accounts, List<Unreadable> unreadable) {
        public Active {
            accounts = List.copyOf(accounts);
            unreadable = List.copyOf(unreadable);
        }
    }

    /** A provider whose settings this process can't read, though another one may. */
    record Unreadable(long id, Cause cause) {
        public enum Cause {
            /** Its key was sealed under another master key, or is damaged. */
            KEY,
            /** Something else that is not understood: a newer version may know it. */
            WORD
        }
    }
}
