package io.waybill.api.admin.failures;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A failure in the inbox. A failed order that was bought after all has two rows: its failure, and the late success.
 *
 * @param cause {@link Cause}
 * @param amount USD: what the order was charged (held: still debited; failed: refunded), or what the late success costs
 * @param since when it came to be so
 * @param actions what can be done about the order now
 * @param lastAttempt what was tried last, for a late success what was bought
 * @param reorderedAs the order that was placed anew for it
 */
public record FailureRow(
        long orderId,
        String cause,
        String status,
        int version,
        String mode,
        long accountId,
        String accountEmail,
        long itemId,
        String itemName,
        @Nullable Long providerId,
        @Nullable String providerName,
        String amount,
        Instant createdAt,
        Instant since,
        long ageSeconds,
        List<String> actions,
        @Nullable LastAttempt lastAttempt,
        @Nullable Long reorderedAs) {

    FailureRow with(List<String> possible) {
        return new FailureRow(
                orderId,
                cause,
                status,
                version,
                mode,
                accountId,
                accountEmail,
                itemId,
                itemName,
                providerId,
                providerName,
                amount,
                createdAt,
                since,
                ageSeconds,
                possible,
                lastAttempt,
                reorderedAs);
    }

    /** @param evidence what was answered last, masked, in a line */
    public record LastAttempt(
            int number,
            String state,
            @Nullable String reason,
            @Nullable String providerOrderId,
            String evidence) {}
}
