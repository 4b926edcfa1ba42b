package io.waybill.api.admin.orders;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All that is known of an order, but for what it delivered and any key.
 *
 * @param playerId whom it is for: shown, so that a reseller can be helped
 * @param checkout the values of the item's own fields
 * @param externalId the item's id at its provider
 * @param priceUsd of one unit, when it was ordered
 * @param rate of {@code currency} per dollar, when it was ordered
 * @param transfers what moved for it, oldest first
 * @param timeline oldest first
 * @param attempts oldest first
 * @param lateSuccesses purchases that the store bears the cost of
 * @param reorderedAs the order that was placed anew for it
 * @param actions what can be done about it now
 */
public record OrderFile(
        boolean ok,
        @JsonUnwrapped OrderRow order,
        Owner account,
        long apiKeyId,
        @Nullable String playerId,
        Map<String, String> checkout,
        @Nullable String externalId,
        String priceUsd,
        String rate,
        Delivered delivered,
        List<Moved> transfers,
        List<Entry> timeline,
        List<Try> attempts,
        List<LateSuccess> lateSuccesses,
        @Nullable Long reorderedAs,
        List<String> actions) {

    /** Whose order it is. */
    public record Owner(long accountId, String email, String name, String status) {}

    /** How much it brought; never what. */
    public record Delivered(int codes, boolean message) {}

    /** Money that moved, in USD. */
    public record Moved(
            String kind,
            String amount,
            String fromAccount,
            String toAccount,
            @Nullable String balanceAfter,
            @Nullable String actor,
            @Nullable String note,
            Instant createdAt) {}

    /** One change. */
    public record Entry(
            Instant at,
            int version,
            String status,
            @Nullable String holdReason,
            @Nullable String note) {}

    /**
     * A purchase that was tried.
     *
     * @param reference goes to the provider
     * @param sends how often the reference was sent
     * @param exchanges what was sent and answered, masked, oldest first
     * @param lateAnswers what was answered after it had been resolved
     */
    public record Try(
            int number,
            String state,
            @Nullable String reason,
            long providerId,
            String providerName,
            String reference,
            @Nullable String providerOrderId,
            int sends,
            long sessionId,
            String worker,
            Instant createdAt,
            @Nullable Instant resolvedAt,
            List<Exchange> exchanges,
            List<Exchange> lateAnswers) {}

    /**
     * One sending.
     *
     * @param send which one, from 1
     * @param note why nothing is known
     * @param httpStatus null: there was no answer
     */
    public record Exchange(
            @Nullable Instant at,
            int send,
            String outcome,
            @Nullable String providerOrderId,
            @Nullable String note,
            @Nullable String request,
            @Nullable Integer httpStatus,
            @Nullable String answer) {}

    /** A purchase that came out after the order had ended without it. */
    public record LateSuccess(
            int attempt,
            @Nullable String costUsd,
            Instant foundAt,
            @Nullable String note) {}
}
