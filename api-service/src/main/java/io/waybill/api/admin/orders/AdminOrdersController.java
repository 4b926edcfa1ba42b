package io.waybill.api.admin.orders;

import io.waybill.account.Mode;
import io.waybill.account.Scope;
import io.waybill.api.http.Answer;
import io.waybill.api.http.Exchange;
import io.waybill.api.http.Page;
import io.waybill.api.input.PathIds;
import io.waybill.api.input.QueryParameters;
import io.waybill.api.security.Requires;
import io.waybill.catalog.Billing;
import io.waybill.catalog.Source;
import io.waybill.error.ErrorCode;
import io.waybill.error.Refusal;
import io.waybill.order.FailureCode;
import io.waybill.order.HoldReason;
import io.waybill.order.OrderStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;

@Controller
final class AdminOrdersController {
    private final FindOrders findOrders;
    private final InspectOrder inspectOrder;

    AdminOrdersController(FindOrders findOrders, InspectOrder inspectOrder) {
        this.findOrders = findOrders;
        this.inspectOrder = inspectOrder;
    }

    @Requires(Scope.ADMIN_READ)
    @GetMapping("/api/admin/v1/orders")
    Answer orders(Exchange exchange) {
        QueryParameters parameters = new QueryParameters(exchange.request());
        int limit = parameters.limit();
        Long after = parameters.number("after");
        OrderFilter filter = filter(parameters);
        parameters.requireNoErrors();
        return Page.of(findOrders.find(filter, after, limit + 1), limit, OrderRow::orderId)
                .answer("orders");
    }

    @Requires(Scope.ADMIN_READ)
    @GetMapping("/api/admin/v1/orders/{orderId}")
    Answer order(@PathVariable String orderId) {
        return inspectOrder
                .inspect(PathIds.parse(orderId))
                .<Answer>map(Answer::ok)
                .orElseGet(() -> Answer.refused(
                        Refusal.of(ErrorCode.ORDER_NOT_FOUND, "There is no order with this id: see GET /orders.")));
    }

    private static OrderFilter filter(QueryParameters parameters) {
        return new OrderFilter(
                parameters.numbers("ids"),
                parameters.number("account_id"),
                parameters.words("mode", Mode::ofWire),
                parameters.words("status", OrderStatus::ofWire),
                parameters.words("hold_reason", HoldReason::ofWire),
                parameters.words("failure_code", FailureCode::ofWire),
                parameters.number("item_id"),
                parameters.number("provider_id"),
                parameters.words("source", Source::ofWire),
                parameters.words("billing", Billing::ofWire),
                parameters.text("external_ref"),
                parameters.time("created_from"),
                parameters.time("created_to"));
    }
}
