package io.waybill.api.orders;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.waybill.money.Usd;
import io.waybill.order.Order;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An order as its owner sees it.
 *
 * @param replayed true if an earlier request made it; left out otherwise, and in all answers but a batch's
 * @param detail what an order that is read later has besides; left out of the answer to its acceptance
 */
@JsonInclude(Include.ALWAYS)
public record OrderView(
        @JsonInclude(Include.NON_NULL) @Nullable Boolean ok,
        long orderId,
        String status,
        String amount,
        String currency,
        @JsonProperty("final") boolean isFinal,
        int version,
        String mode,
        String chargedUsd,
        @Nullable String balanceAfter,
        @Nullable String externalRef,
        Instant createdAt,
        long itemId,
        int quantity,

        @JsonInclude(Include.NON_NULL) @JsonUnwrapped @Nullable
        Detail detail,

        @JsonProperty("idempotent_replayed") @JsonInclude(Include.NON_NULL) @Nullable
        Boolean replayed,

        @JsonInclude(Include.NON_EMPTY) List<String> warnings) {

    public static OrderView of(Order order, @Nullable Usd balanceAfter, @Nullable Detail detail) {
        return new OrderView(
                true,
                order.id(),
                order.status().wire(),
                order.amount().toPlainString(),
                order.currency(),
                order.status().isFinal(),
                order.version(),
                order.mode().wire(),
                order.charged().toLongString(),
                balanceAfter == null ? null : balanceAfter.toLongString(),
                order.externalRef(),
                order.createdAt(),
                order.itemId(),
                order.quantity(),
                detail,
                null,
                List.of());
    }

    public OrderView with(List<String> unknownFields) {
        return new OrderView(
                ok,
                orderId,
                status,
                amount,
                currency,
                isFinal,
                version,
                mode,
                chargedUsd,
                balanceAfter,
                externalRef,
                createdAt,
                itemId,
                quantity,
                detail,
                replayed,
                unknownFields);
    }

    /** As an element of a batch, which has no header of its own to say it in. */
    public OrderView markedAsReplayed() {
        return new OrderView(
                ok,
                orderId,
                status,
                amount,
                currency,
                isFinal,
                version,
                mode,
                chargedUsd,
                balanceAfter,
                externalRef,
                createdAt,
                itemId,
                quantity,
                detail,
                true,
                warnings);
    }

    /** As an element of a list, whose envelope says that all is well. */
    OrderView inList() {
        return new OrderView(
                null,
                orderId,
                status,
                amount,
                currency,
                isFinal,
                version,
                mode,
                chargedUsd,
                balanceAfter,
                externalRef,
                createdAt,
                itemId,
                quantity,
                detail,
                replayed,
                warnings);
    }

    /**
     * What is known of an order later.
     *
     * @param cancelRequested true while the provider has not answered a request to cancel; left out otherwise
     */
    @JsonInclude(Include.ALWAYS)
    public record Detail(
            @Nullable Delivery delivery,
            String refundedUsd,
            @Nullable String holdReason,
            @Nullable String failureCode,
            @JsonInclude(Include.NON_NULL) @Nullable Boolean cancelRequested,
            List<Entry> timeline) {}

    /** What the order brought: codes, or a message. */
    public record Delivery(List<String> codes, @Nullable String message) {}

    /** One change. */
    public record Entry(Instant at, String status, @Nullable String note) {}
}
