package io.waybill.benchmark.textbook;

import io.waybill.secret.KeySecret;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

@Service
class ShopService {
    private final JdbcShop rows;

    ShopService(JdbcShop rows) {
        this.rows = rows;
    }

    /** Empty if somebody may not order this, or not pay for it. */
    @Transactional
    public Optional<PlacedOrder> place(String key, String idempotencyKey, ShopController.OrderBody body) {
        Optional<JdbcShop.Caller> caller = KeySecret.parse(key).flatMap(secret -> rows.caller(secret.hash()));
        if (caller.isEmpty()) {
            return Optional.empty();
        }
        Optional<Long> earlier = rows.orderOf(caller.get().accountId(), idempotencyKey);
        if (earlier.isPresent()) {
            return Optional.of(new PlacedOrder(true, earlier.get(), "pending", "0"));
        }
        return rows.item(body.itemId())
                .flatMap(item -> rows.debit(caller.get().walletId(), item.priceMicros())
                        .map(debited -> write(caller.get(), idempotencyKey, body, item, debited)));
    }

    private PlacedOrder write(
            JdbcShop.Caller caller,
            String idempotencyKey,
            ShopController.OrderBody body,
            JdbcShop.Item item,
            JdbcShop.Debited debited) {
        long orderId = rows.insertOrder(caller, item, body.playerId());
        rows.insertKey(caller.accountId(), idempotencyKey, orderId);
        rows.insertEvent(orderId, caller.accountId());
        rows.insertTransfer(caller.walletId(), orderId, item.priceMicros(), debited);
        rows.insertMessage(orderId, item.providerId());
        return new PlacedOrder(true, orderId, "pending", Long.toString(debited.balanceMicros()));
    }

    @Transactional(readOnly = true)
    public List<JdbcShop.Product> products() {
        return rows.products();
    }

    record PlacedOrder(boolean ok, long orderId, String status, String balanceAfter) {}
}
