package io.waybill.api.placing;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.waybill.account.ApiKey;
import io.waybill.account.Scope;
import io.waybill.api.http.Answer;
import io.waybill.api.http.Charged;
import io.waybill.api.http.ErrorBody;
import io.waybill.api.http.Exchange;
import io.waybill.api.http.Failure;
import io.waybill.api.http.FailureListener;
import io.waybill.api.input.IdempotencyKeys;
import io.waybill.api.input.JsonBodies;
import io.waybill.api.intake.Intake;
import io.waybill.api.orders.OrderView;
import io.waybill.api.ratelimit.RateLimits;
import io.waybill.api.security.Requires;
import io.waybill.error.Refusal;
import io.waybill.order.Order;
import io.waybill.order.placing.OrderRequest;
import io.waybill.order.placing.Placement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PostMapping;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

@Controller
final class BatchController {
    private final JsonBodies bodies;
    private final OrderLimits limits;
    private final Intake intake;
    private final FailureListener failures;
    private final RateLimits rateLimits;

    BatchController(
            JsonBodies bodies, OrderLimits limits, Intake intake, FailureListener failures, RateLimits rateLimits) {
        this.bodies = bodies;
        this.limits = limits;
        this.intake = intake;
        this.failures = failures;
        this.rateLimits = rateLimits;
    }

    /** All elements are handed to the intake before the first answer is waited for: they share its batches. */
    @Requires(Scope.ORDERS_WRITE)
    @PostMapping("/api/v1/orders/batch")
    Answer place(Exchange exchange) {
        ObjectNode envelope = bodies.read(exchange.request(), limits.batchBody());
        String headerKey = IdempotencyKeys.ofHeader(exchange.request());
        ApiKey caller = exchange.caller();
        List<JsonNode> elements = OrderRequests.elements(envelope, limits.batch());
        rateLimits.charge(exchange, elements.size() - 1);
        exchange.beginsOrdering(headerKey != null);
        List<Element> submitted = new ArrayList<>(elements.size());
        for (int i = 0; i < elements.size(); i++) {
            submitted.add(submit(elements.get(i), caller, IdempotencyKeys.ofElement(headerKey, i)));
        }
        List<Object> results =
                submitted.stream().map(element -> result(exchange, element)).toList();
        return Answer.ok(new BatchAnswer(true, results, OrderRequests.unknownIn(envelope)));
    }

    private Element submit(JsonNode element, ApiKey caller, @Nullable String derivedKey) {
        OrderRequests.Parsed parsed = OrderRequests.ofElement(element, caller, derivedKey);
        OrderRequest request = parsed.request();
        return new Element(parsed, request == null ? null : intake.submit(request));
    }

    private Object result(Exchange exchange, Element element) {
        CompletableFuture<Placement> placement = element.placement();
        if (placement == null) {
            return failed(
                    exchange,
                    element,
                    Failure.of(Refusal.invalid(element.parsed().errors())));
        }
        return switch (Placed.by(placement)) {
            case Placed.Answered(Placement.Accepted accepted) -> accepted(element, accepted);
            case Placed.Answered(Placement.Refused(Refusal refusal)) -> failed(exchange, element, Failure.of(refusal));
            case Placed.Answered(Placement.Uncertain(long orderId)) ->
                failed(exchange, element, Failure.afterOrdering(new Charged.Unknown(orderId), element.isIdempotent()));
            case Placed.Lost _ ->
                failed(exchange, element, Failure.afterOrdering(new Charged.Unknown(null), element.isIdempotent()));
        };
    }

    private static OrderView accepted(Element element, Placement.Accepted accepted) {
        Order order = accepted.order();
        OrderView view = OrderView.of(order, accepted.balanceAfter(), null)
                .with(element.parsed().warningsFor(order.checkout()));
        return accepted.replayed() ? view.markedAsReplayed() : view;
    }

    private ErrorBody failed(Exchange exchange, Element element, Failure failure) {
        failures.failed(exchange, failure, element.parsed().subject());
        return ErrorBody.of(failure, exchange.requestId());
    }

    /** @param placement null if it was not well-formed */
    private record Element(
            OrderRequests.Parsed parsed, @Nullable CompletableFuture<Placement> placement) {
        boolean isIdempotent() {
            OrderRequest request = parsed.request();
            return request != null && request.idempotencyKey() != null;
        }
    }

    private record BatchAnswer(
            boolean ok,
            List<Object> results,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> warnings) {}
}
