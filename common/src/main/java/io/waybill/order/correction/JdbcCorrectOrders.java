package io.waybill.order.correction;

import io.waybill.catalog.Billing;
import io.waybill.ledger.Ledger;
import io.waybill.ledger.Posting;
import io.waybill.money.Usd;
import io.waybill.order.Order;
import io.waybill.order.OrderMessages;
import io.waybill.order.OrderRows;
import io.waybill.order.OrderStatus;
import io.waybill.outbox.Outbox;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionSynchronizationManager;

final class JdbcCorrectOrders implements CorrectOrders {
    private final JdbcClient jdbc;
    private final Ledger ledger;
    private final Outbox outbox;

    JdbcCorrectOrders(JdbcClient jdbc, Ledger ledger, Outbox outbox) {
        this.jdbc = jdbc;
        this.ledger = ledger;
        this.outbox = outbox;
    }

    @Override
    public Result refund(Correction correction) {
        if (!TransactionSynchronizationManager.isActualTransactionActive()) {
            throw new IllegalStateException("an order is corrected in a transaction, with what goes with it");
        }
        Optional<Order> locked = lock(correction.orderId());
        if (locked.isEmpty()) {
            return new Result.NotFound();
        }
        Order order = locked.get();
        if (correction.expectedVersion() != null && correction.expectedVersion() != order.version()) {
            return new Result.VersionChanged(order);
        }
        if (order.billing() == Billing.PROVIDER) {
            return new Result.NotCharged(order);
        }
        if (order.status() != OrderStatus.COMPLETED && order.status() != OrderStatus.PARTIAL) {
            return new Result.NotDelivered(order);
        }
        Usd left = order.charged().minus(order.refunded());
        return left.isLessThan(correction.amount()) ? new Result.TooMuch(order, left) : write(order, correction);
    }

    private Result.Refunded write(Order order, Correction correction) {
        Order corrected = addRefund(order, correction.amount());
        appendEvent(corrected, correction.note());
        ledger.lock(List.of(order.walletId()));
        Usd balanceAfter = ledger.post(List.of(new Posting.Correction(
                        order.walletId(), order.id(), correction.amount(), correction.actor(), correction.note())))
                .getFirst();
        outbox.append(OrderMessages.changed(corrected));
        return new Result.Refunded(corrected, balanceAfter);
    }

    private Optional<Order> lock(long orderId) {
        return jdbc.sql("select " + OrderRows.COLUMNS + """
                  from orders o
                 where o.id = :id
                   for update
                """)
                .param("id", orderId)
                .query(OrderRows::order)
                .optional();
    }

    private Order addRefund(Order order, Usd amount) {
        return jdbc.sql("""
                update orders o
                   set refunded_micros = o.refunded_micros + :amount,
                       version = o.version + 1,
                       updated_at = now()
                 where o.id = :id
                   and o.version = :version
                returning
                """ + OrderRows.COLUMNS)
                .param("amount", amount.micros())
                .param("id", order.id())
                .param("version", order.version())
                .query(OrderRows::order)
                .single();
    }

    private void appendEvent(Order order, String note) {
        int written = jdbc.sql("""
                insert into order_event (order_id, account_id, mode, version, status, note)
                values (:orderId, :accountId, :mode, :version, :status, :note)
                """)
                .param("orderId", order.id())
                .param("accountId", order.accountId())
                .param("mode", order.mode().wire())
                .param("version", order.version())
                .param("status", order.status().wire())
                .param("note", note)
                .update();
        if (written != 1) {
            throw new IllegalStateException("wrote " + written + " events for one correction");
        }
    }
}
