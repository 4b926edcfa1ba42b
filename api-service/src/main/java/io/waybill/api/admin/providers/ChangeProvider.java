package io.waybill.api.admin.providers;

import io.waybill.provider.ProviderRegister;
import io.waybill.provider.ProviderSettings;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;

/**
 * Changes what the owner says of a provider. Workers see it at their next look, without a restart, and a sync that is
 * due from now on brings it into the items. In the caller's transaction. Thread-safe.
 */
public final class ChangeProvider {
    private final ProviderRegister register;
    private final JdbcSyncJobs jobs;

    ChangeProvider(ProviderRegister register, JdbcSyncJobs jobs) {
        this.register = register;
        this.jobs = jobs;
    }

    /** @param newKey in place of the old one, if there is one */
    public Result change(long providerId, UnaryOperator<ProviderSettings> change, @Nullable String newKey) {
        // Whoever keeps a provider in step locks its turn first, then the provider.
        jobs.makeDue(providerId);
        Optional<ProviderSettings> found = register.lock(providerId);
        if (found.isEmpty()) {
            return new Result.Missing();
        }
        ProviderSettings before = found.get();
        ProviderSettings after = change.apply(before);
        try {
            register.change(providerId, after);
        } catch (DuplicateKeyException _) {
            return new Result.NameTaken();
        }
        if (newKey != null) {
            register.changeKey(providerId, newKey);
        }
        return new Result.Changed(before, after);
    }

    /** What came of it. */
    public sealed interface Result {
        record Changed(ProviderSettings before, ProviderSettings after) implements Result {}

        /** There is no such provider. */
        record Missing() implements Result {}

        /** Another provider has the name; the caller's transaction must end without effect. */
        record NameTaken() implements Result {}
    }
}
