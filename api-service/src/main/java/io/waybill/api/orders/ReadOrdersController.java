package io.waybill.api.orders;

import io.waybill.account.ApiKey;
import io.waybill.account.Scope;
import io.waybill.api.http.Answer;
import io.waybill.api.http.Exchange;
import io.waybill.api.http.Page;
import io.waybill.api.input.PathIds;
import io.waybill.api.input.QueryParameters;
import io.waybill.api.security.Requires;
import io.waybill.order.Order;
import io.waybill.order.OrderStatus;
import io.waybill.order.reading.OrderQuery;
import java.util.List;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;

@Controller
final class ReadOrdersController {
    private final ReadOrders readOrders;
    private final CancelOrder cancelOrder;

    ReadOrdersController(ReadOrders readOrders, CancelOrder cancelOrder) {
        this.readOrders = readOrders;
        this.cancelOrder = cancelOrder;
    }

    @Requires(Scope.ORDERS_READ)
    @GetMapping("/api/v1/orders/{orderId}")
    Answer order(Exchange exchange, @PathVariable String orderId) {
        return readOrders
                .find(exchange.caller(), PathIds.parse(orderId))
                .<Answer>map(order -> Answer.ok(readOrders.view(order)))
                .orElseGet(ReadOrders::notFound);
    }

    @Requires(Scope.ORDERS_READ)
    @GetMapping("/api/v1/orders")
    Answer orders(Exchange exchange) {
        QueryParameters parameters = new QueryParameters(exchange.request());
        int limit = parameters.limit();
        OrderQuery query = query(exchange.caller(), parameters, limit + 1);
        parameters.requireNoErrors();
        return Page.of(readOrders.list(query), limit, Order::id)
                .map(this::views)
                .answer("orders");
    }

    private List<OrderView> views(List<Order> orders) {
        return readOrders.views(orders).stream().map(OrderView::inList).toList();
    }

    @Requires(Scope.ORDERS_WRITE)
    @PostMapping("/api/v1/orders/{orderId}/cancel")
    Answer cancel(Exchange exchange, @PathVariable String orderId) {
        return cancelOrder.cancel(exchange.caller(), PathIds.parse(orderId));
    }

    private static OrderQuery query(ApiKey caller, QueryParameters parameters, int limit) {
        return new OrderQuery(
                caller.account().id(),
                caller.mode(),
                parameters.numbers("ids"),
                parameters.words("status", OrderStatus::ofWire),
                parameters.text("external_ref"),
                parameters.number("item_id"),
                parameters.time("created_from"),
                parameters.time("created_to"),
                parameters.number("after"),
                limit);
    }
}
