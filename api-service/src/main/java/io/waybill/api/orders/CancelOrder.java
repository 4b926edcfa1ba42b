package io.waybill.api.orders;

import io.waybill.account.ApiKey;
import io.waybill.api.http.Answer;
import io.waybill.catalog.Source;
import io.waybill.error.ErrorCode;
import io.waybill.error.Refusal;
import io.waybill.order.MoveOrders.Result;
import io.waybill.order.Order;
import io.waybill.order.canceling.CancelRequests;
import io.waybill.order.canceling.CancelUnbought;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Calls off an order that no provider has yet, waiting or held, and refunds it, in one transaction; of one that a
 * provider works on, the request is recorded to be passed on, where the provider takes such requests. One that a person
 * delivers is the store's to call off. A repeat is answered like the first time. Thread-safe.
 */
final class CancelOrder {
    private static final Logger log = LoggerFactory.getLogger(CancelOrder.class);

    /** How often an order may change under our hands before we give up. */
    private static final int MAX_TRIES = 5;

    private final ReadOrders readOrders;
    private final CancelUnbought cancelUnbought;
    private final CancelRequests cancelRequests;
    private final TransactionTemplate transactions;

    CancelOrder(
            ReadOrders readOrders,
            CancelUnbought cancelUnbought,
            CancelRequests cancelRequests,
            TransactionTemplate transactions) {
        this.readOrders = readOrders;
        this.cancelUnbought = cancelUnbought;
        this.cancelRequests = cancelRequests;
        this.transactions = transactions;
    }

    Answer cancel(ApiKey caller, long orderId) {
        for (int tries = 0; tries < MAX_TRIES; tries++) {
            Optional<Order> found = readOrders.find(caller, orderId);
            if (found.isEmpty()) {
                return ReadOrders.notFound();
            }
            Answer answer = cancel(found.get());
            if (answer != null) {
                return answer;
            }
        }
        return Answer.refused(
                Refusal.of(ErrorCode.VERSION_CHANGED, "The order is changing right now: read it and try again."));
    }

    /** Null if the order has changed meanwhile. */
    private @Nullable Answer cancel(Order order) {
        return switch (order.status()) {
            case CANCELED -> Answer.ok(readOrders.view(order));
            case PENDING, ON_HOLD -> cancelAtOnce(order);
            case IN_PROGRESS -> requestCancel(order);
            case PROCESSING, COMPLETED, PARTIAL, FAILED -> Answer.refused(notCancelable(order));
        };
    }

    private @Nullable Answer cancelAtOnce(Order order) {
        return switch (move(order)) {
            case Result.Moved(Order canceled) -> {
                log.atInfo()
                        .addKeyValue("order", order.id())
                        .addKeyValue("account", order.accountId())
                        .log("order canceled");
                yield Answer.ok(readOrders.view(canceled));
            }
            case Result.NotAllowed(Order kept) -> Answer.refused(notCancelable(kept));
            case Result.VersionChanged _, Result.NotFound _ -> null;
        };
    }

    private @Nullable Answer requestCancel(Order order) {
        return switch (cancelRequests.request(order.id())) {
            case OPEN -> {
                log.atInfo()
                        .addKeyValue("order", order.id())
                        .addKeyValue("account", order.accountId())
                        .log("cancel requested of the provider");
                yield Answer.ok(readOrders.view(order));
            }
            case NOT_IN_PROGRESS -> null;
            case NOT_OFFERED -> Answer.refused(notCancelable(order));
            case REFUSED -> Answer.refused(notCancelable(order, "its provider has refused to call it off"));
        };
    }

    /** Only the version that was seen: a worker that takes the order meanwhile wins. */
    private Result move(Order order) {
        return Objects.requireNonNull(
                transactions.execute(_ -> cancelUnbought.cancel(order, "canceled by the reseller")));
    }

    private static Refusal notCancelable(Order order) {
        String why =
                switch (order.status()) {
                    case PROCESSING -> "it is being handed to a provider";
                    case IN_PROGRESS -> "a provider has it";
                    case ON_HOLD ->
                        order.source() == Source.MANUAL
                                ? "a person at the store delivers it, who may have done so: ask the store"
                                : "a provider has it or may have it, and the store is looking after it";
                    case COMPLETED, PARTIAL -> "it was delivered";
                    case FAILED -> "it failed and was refunded";
                    case PENDING, CANCELED -> "it just changed";
                };
        return notCancelable(order, why);
    }

    private static Refusal notCancelable(Order order, String why) {
        return Refusal.of(
                ErrorCode.NOT_CANCELABLE,
                "Order " + order.id() + " can't be canceled any more: " + why + ".",
                Map.of("status", order.status().wire()));
    }
}
