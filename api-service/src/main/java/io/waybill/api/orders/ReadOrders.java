package io.waybill.api.orders;

import io.waybill.account.ApiKey;
import io.waybill.api.http.Answer;
import io.waybill.catalog.Source;
import io.waybill.catalog.StockCodes;
import io.waybill.error.ErrorCode;
import io.waybill.error.Refusal;
import io.waybill.order.FailureCode;
import io.waybill.order.HoldReason;
import io.waybill.order.Order;
import io.waybill.order.canceling.CancelRequests;
import io.waybill.order.reading.OrderHistory;
import io.waybill.order.reading.OrderQuery;
import io.waybill.order.reading.Orders;
import io.waybill.secret.Sealed;
import io.waybill.secret.SecretBox;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads orders with everything that their owner may see, codes included: what it returns is for that owner only.
 * Thread-safe.
 */
final class ReadOrders {
    private static final OrderHistory NO_HISTORY = new OrderHistory(null, null, List.of());

    private final Orders orders;
    private final StockCodes stockCodes;
    private final CancelRequests cancelRequests;
    private final SecretBox secretBox;
    private final JsonMapper json = JsonMapper.builder().build();

    ReadOrders(Orders orders, StockCodes stockCodes, CancelRequests cancelRequests, SecretBox secretBox) {
        this.orders = orders;
        this.stockCodes = stockCodes;
        this.cancelRequests = cancelRequests;
        this.secretBox = secretBox;
    }

    /** Another's order is answered like one that does not exist. */
    static Answer notFound() {
        return Answer.refused(Refusal.of(ErrorCode.ORDER_NOT_FOUND, "You have no order with this id."));
    }

    Optional<Order> find(ApiKey caller, long orderId) {
        return orders.find(caller.account().id(), caller.mode(), orderId);
    }

    List<Order> list(OrderQuery query) {
        return orders.list(query);
    }

    OrderView view(Order order) {
        return views(List.of(order)).getFirst();
    }

    /** A fixed number of queries, however many orders. */
    List<OrderView> views(List<Order> found) {
        if (found.isEmpty()) {
            return List.of();
        }
        Map<Long, OrderHistory> histories =
                orders.histories(found.stream().map(Order::id).toList());
        List<Long> fromStock = found.stream()
                .filter(order -> order.source() == Source.STOCK)
                .map(Order::id)
                .toList();
        Map<Long, List<String>> codes = fromStock.isEmpty() ? Map.of() : stockCodes.ofOrders(fromStock);
        List<Long> atProviders = found.stream()
                .filter(order -> !order.status().isFinal() && order.source() == Source.PROVIDER)
                .map(Order::id)
                .toList();
        Set<Long> toBeCanceled = atProviders.isEmpty() ? Set.of() : cancelRequests.openAmong(atProviders);
        return found.stream()
                .map(order -> view(
                        order,
                        histories.getOrDefault(order.id(), NO_HISTORY),
                        codes.getOrDefault(order.id(), List.of()),
                        toBeCanceled.contains(order.id())))
                .toList();
    }

    private OrderView view(Order order, OrderHistory history, List<String> codes, boolean cancelRequested) {
        HoldReason hold = order.holdReason();
        FailureCode failure = order.failureCode();
        OrderView.Detail detail = new OrderView.Detail(
                codes.isEmpty() ? delivery(order, history.delivery()) : new OrderView.Delivery(codes, null),
                order.refunded().toLongString(),
                hold == null ? null : hold.wire(),
                failure == null ? null : failure.wire(),
                cancelRequested ? true : null,
                history.timeline().stream()
                        .map(entry ->
                                new OrderView.Entry(entry.at(), entry.status().wire(), entry.note()))
                        .toList());
        return OrderView.of(order, history.balanceAfter(), detail);
    }

    private OrderView.@Nullable Delivery delivery(Order order, @Nullable Sealed sealed) {
        return sealed == null
                ? null
                : json.readValue(secretBox.open(sealed, "order:" + order.id()), OrderView.Delivery.class);
    }
}
