package io.waybill.api.admin.upstream;

import io.waybill.api.admin.providers.UnknownProvider;
import io.waybill.error.ErrorCode;
import io.waybill.error.Refusal;
import io.waybill.provider.Adapter;
import io.waybill.provider.Provider;
import io.waybill.provider.ProviderAccount;
import io.waybill.provider.Providers;
import io.waybill.secret.SecretException;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Finds providers to be asked something. Thread-safe. */
final class Contact {
    private final Providers providers;
    private final Map<String, Adapter> adapters;

    Contact(Providers providers, Collection<Adapter> adapters) {
        this.providers = providers;
        this.adapters = adapters.stream().collect(Collectors.toUnmodifiableMap(Adapter::protocol, Function.identity()));
    }

    /** That there is no such provider; empty if there is one, even if it can't be asked. */
    Optional<Refusal> unknown(long providerId) {
        return find(providerId) instanceof Result.Not(Refusal refusal) && refusal.code() == ErrorCode.NOT_FOUND
                ? Optional.of(refusal)
                : Optional.empty();
    }

    Result find(long providerId) {
        Optional<ProviderAccount> found;
        try {
            found = providers.find(providerId);
        } catch (SecretException _) {
            return new Result.Not(Refusal.of(
                    ErrorCode.PROVIDER_FAILED,
                    "The key of provider " + providerId
                            + " doesn't open with this store's WAYBILL_SECRET_KEY: set api_key again."));
        }
        return found.map(this::spoken).orElseGet(() -> new Result.Not(UnknownProvider.refusal()));
    }

    private Result spoken(ProviderAccount account) {
        Adapter adapter = adapters.get(account.protocol());
        return adapter == null
                ? new Result.Not(Refusal.of(
                        ErrorCode.PROVIDER_FAILED,
                        "Nothing here speaks the protocol " + account.protocol() + " of provider " + account.id()
                                + "."))
                : new Result.Found(account, adapter);
    }

    /** Whether a provider can be asked. */
    sealed interface Result {
        record Found(ProviderAccount account, Adapter adapter) implements Result {
            /** To be closed by the caller; opens no connection yet. */
            Provider connect() {
                return adapter.connect(account);
            }
        }

        record Not(Refusal refusal) implements Result {}
    }
}
