package io.waybill.order;

import static io.waybill.order.OrderStatus.CANCELED;
import static io.waybill.order.OrderStatus.COMPLETED;
import static io.waybill.order.OrderStatus.FAILED;
import static io.waybill.order.OrderStatus.IN_PROGRESS;
import static io.waybill.order.OrderStatus.ON_HOLD;
import static io.waybill.order.OrderStatus.PARTIAL;
import static io.waybill.order.OrderStatus.PENDING;
import static io.waybill.order.OrderStatus.PROCESSING;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * The life of an order as one table: which {@link Step} is legal from which status, and where it leads. Everything that
 * is not in it is refused. The diagram in docs/orders.md is generated from it.
 */
public final class OrderTransitions {
    /** How an order begins: waiting for a worker, delivered at once from stock, or waiting for a person. */
    public static final Set<OrderStatus> INITIAL = EnumSet.of(PENDING, COMPLETED, ON_HOLD);

    /** Where each kind of step may start, and where it ends. */
    public static final List<Transition> ALL = List.of(
            new Transition(Step.Claim.class, EnumSet.of(PENDING, ON_HOLD), PROCESSING),
            new Transition(Step.RetryLater.class, EnumSet.of(PROCESSING, ON_HOLD), PENDING),
            new Transition(Step.PutBack.class, EnumSet.of(PROCESSING, ON_HOLD), PENDING),
            new Transition(Step.Hold.class, EnumSet.of(PENDING, PROCESSING, IN_PROGRESS, ON_HOLD), ON_HOLD),
            new Transition(Step.Accept.class, EnumSet.of(PROCESSING, ON_HOLD), IN_PROGRESS),
            new Transition(Step.Complete.class, EnumSet.of(PROCESSING, IN_PROGRESS, ON_HOLD), COMPLETED),
            new Transition(Step.CompletePartly.class, EnumSet.of(PROCESSING, IN_PROGRESS, ON_HOLD), PARTIAL),
            new Transition(Step.Fail.class, EnumSet.of(PROCESSING, IN_PROGRESS, ON_HOLD), FAILED),
            new Transition(Step.Cancel.class, EnumSet.of(PENDING, IN_PROGRESS, ON_HOLD), CANCELED));

    private OrderTransitions() {}

    /** Whether the step is legal from the status. */
    public static boolean allows(OrderStatus from, Step step) {
        return of(step).from().contains(from);
    }

    /** Where the step leads. */
    public static OrderStatus target(Step step) {
        return of(step).to();
    }

    private static Transition of(Step step) {
        return ALL.stream()
                .filter(transition -> transition.step().isInstance(step))
                .findFirst()
                .orElseThrow(() -> new AssertionError(
                        "no transition for " + step.getClass().getSimpleName()));
    }

    /** One row of the table. */
    public record Transition(Class<? extends Step> step, Set<OrderStatus> from, OrderStatus to) {
        public Transition {
            from = Set.copyOf(from);
        }
    }
}
