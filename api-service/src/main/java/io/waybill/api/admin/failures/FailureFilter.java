package io.waybill.api.admin.failures;

import io.waybill.account.Mode;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which failures. What is empty or null doesn't filter.
 *
 * @param from of orders created then or later
 * @param to of orders created before
 */
public record FailureFilter(
        Set<Cause> causes,
        @Nullable Long providerId,
        @Nullable Long itemId,
        @Nullable Long accountId,
        Set<Mode> modes,
        @Nullable Instant from,
        @Nullable Instant to) {
    /** Everything. */
    public static final FailureFilter ALL = new FailureFilter(Set.of(), null, null, null, Set.of(), null, null);

    public FailureFilter {
        causes = Set.copyOf(causes);
        modes = Set.copyOf(modes);
    }

    boolean isForLateSuccesses() {
        return causes.isEmpty() || causes.contains(Cause.LATE_SUCCESS);
    }
}
