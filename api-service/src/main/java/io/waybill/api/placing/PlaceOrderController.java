package io.waybill.api.placing;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.waybill.account.Scope;
import io.waybill.api.http.Answer;
import io.waybill.api.http.Charged;
import io.waybill.api.http.Exchange;
import io.waybill.api.http.Failure;
import io.waybill.api.input.IdempotencyKeys;
import io.waybill.api.input.JsonBodies;
import io.waybill.api.intake.Intake;
import io.waybill.api.orders.AwaitOrder;
import io.waybill.api.orders.OrderView;
import io.waybill.api.security.Requires;
import io.waybill.error.Refusal;
import io.waybill.order.Order;
import io.waybill.order.placing.OrderRequest;
import io.waybill.order.placing.PlaceOrders;
import io.waybill.order.placing.Placement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PostMapping;
import tools.jackson.databind.node.ObjectNode;

@Controller
final class PlaceOrderController {
    private static final Logger log = LoggerFactory.getLogger(PlaceOrderController.class);

    private final JsonBodies bodies;
    private final OrderLimits limits;
    private final Intake intake;
    private final PlaceOrders placeOrders;
    private final AwaitOrder awaitOrder;

    PlaceOrderController(
            JsonBodies bodies, OrderLimits limits, Intake intake, PlaceOrders placeOrders, AwaitOrder awaitOrder) {
        this.bodies = bodies;
        this.limits = limits;
        this.intake = intake;
        this.placeOrders = placeOrders;
        this.awaitOrder = awaitOrder;
    }

    @Requires(Scope.ORDERS_WRITE)
    @PostMapping("/api/v1/orders")
    Answer place(Exchange exchange) {
        OrderRequests.Parsed parsed = read(exchange);
        OrderRequest request = parsed.orThrow();
        boolean idempotent = request.idempotencyKey() != null;
        exchange.beginsOrdering(idempotent);
        return switch (Placed.by(intake.submit(request))) {
            case Placed.Answered(Placement.Accepted accepted) -> accepted(exchange, accepted, parsed);
            case Placed.Answered(Placement.Refused(Refusal refusal)) -> Answer.refused(refusal);
            case Placed.Answered(Placement.Uncertain(long orderId)) -> uncertain(orderId, idempotent);
            case Placed.Lost _ -> uncertain(null, idempotent);
        };
    }

    @Requires(Scope.ORDERS_WRITE)
    @PostMapping("/api/v1/orders/validate")
    Answer validate(Exchange exchange) {
        OrderRequests.Parsed parsed = read(exchange);
        return switch (placeOrders.check(parsed.orThrow())) {
            case PlaceOrders.Checked.Fits(var checkout, var _) ->
                Answer.ok(new Valid(true, parsed.warningsFor(checkout)));
            case PlaceOrders.Checked.Refused(Refusal refusal) -> Answer.refused(refusal);
        };
    }

    private OrderRequests.Parsed read(Exchange exchange) {
        ObjectNode body = bodies.read(exchange.request(), limits.body());
        String key = IdempotencyKeys.ofHeader(exchange.request());
        OrderRequests.Parsed parsed = OrderRequests.ofBody(body, exchange.caller(), key);
        exchange.isAbout(parsed.subject());
        return parsed;
    }

    private Answer accepted(Exchange exchange, Placement.Accepted accepted, OrderRequests.Parsed parsed) {
        Order order = accepted.order();
        exchange.hasCost(new Charged.Yes(order.id()));
        log.atDebug()
                .addKeyValue("order", order.id())
                .addKeyValue("account", order.accountId())
                .addKeyValue("replayed", accepted.replayed())
                .addKeyValue("status", order.status().wire())
                .log("order accepted");
        Duration patience = Patience.of(exchange.request());
        Optional<OrderView> read =
                patience.isZero() ? Optional.empty() : awaitOrder.until(order, exchange.caller(), patience);
        OrderView view = read.orElseGet(() -> OrderView.of(order, accepted.balanceAfter(), null));
        return new Answer.Ok(
                view.with(parsed.warningsFor(order.checkout())),
                accepted.replayed() ? Map.of("Idempotent-Replayed", "true") : Map.of());
    }

    private static Answer uncertain(@Nullable Long orderId, boolean idempotent) {
        return new Answer.Failed(Failure.afterOrdering(new Charged.Unknown(orderId), idempotent));
    }

    private record Valid(
            boolean ok,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> warnings) {}
}
