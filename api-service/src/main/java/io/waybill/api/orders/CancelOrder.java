package io.waybill.api.orders;

import io.waybill.account.ApiKey;
import io.waybill.api.http.Answer;
import io.waybill.error.ErrorCode;
import io.waybill.error.Refusal;
import io.waybill.order.MoveOrders;
import io.waybill.order.MoveOrders.Move;
import io.waybill.order.MoveOrders.Result;
import io.waybill.order.Order;
import io.waybill.order.OrderStatus;
import io.waybill.order.Step;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Calls off an order that no provider has yet, and refunds it, in one transaction. An order that is canceled already is
 * answered like one that was canceled now. Thread-safe.
 */
final class CancelOrder {
    private static final Logger log = LoggerFactory.getLogger(CancelOrder.class);

    /** How often an order may change under our hands before we give up. */
    private static final int MAX_TRIES = 5;

    private final ReadOrders readOrders;
    private final MoveOrders moveOrders;
    private final TransactionTemplate transactions;

    CancelOrder(ReadOrders readOrders, MoveOrders moveOrders, TransactionTemplate transactions) {
        this.readOrders = readOrders;
        this.moveOrders = moveOrders;
        this.transactions = transactions;
    }

    Answer cancel(ApiKey caller, long orderId) {
        for (int tries = 0; tries < MAX_TRIES; tries++) {
            Optional<Order> found = readOrders.find(caller, orderId);
            if (found.isEmpty()) {
                return ReadOrders.notFound();
            }
            Order order = found.get();
            if (order.status() == OrderStatus.CANCELED) {
                return Answer.ok(readOrders.view(order));
            }
            if (order.status() != OrderStatus.PENDING) {
                return Answer.refused(notCancelable(order));
            }
            if (move(order) instanceof Result.Moved(Order canceled)) {
                log.atInfo()
                        .addKeyValue("order", orderId)
                        .addKeyValue("account", order.accountId())
                        .log("order canceled");
                return Answer.ok(readOrders.view(canceled));
            }
        }
        return Answer.refused(
                Refusal.of(ErrorCode.VERSION_CHANGED, "The order is changing right now: read it and try again."));
    }

    /** Only the version that was seen pending: a worker that takes the order meanwhile wins. */
    private Result move(Order order) {
        Move move = new Move(order.id(), new Step.Cancel(null, "canceled by the reseller"), order.version());
        Map<Long, Result> results = transactions.execute(_ -> moveOrders.apply(List.of(move)));
        return results.getOrDefault(order.id(), new Result.NotFound());
    }

    private static Refusal notCancelable(Order order) {
        String why =
                switch (order.status()) {
                    case PROCESSING, IN_PROGRESS -> "a provider has it";
                    case ON_HOLD -> "it is on hold, and the store is looking after it";
                    case COMPLETED, PARTIAL -> "it was delivered";
                    case FAILED -> "it failed and was refunded";
                    case PENDING, CANCELED -> "it just changed";
                };
        return Refusal.of(
                ErrorCode.NOT_CANCELABLE,
                "Order " + order.id() + " can't be canceled any more: " + why + ".",
                Map.of("status", order.status().wire()));
    }
}
