package io.waybill.api;

import io.waybill.api.intake.Intake;
import io.waybill.error.ErrorCode;
import io.waybill.error.Refusal;
import io.waybill.order.placing.OrderRequest;
import io.waybill.order.placing.Placement;
import java.util.concurrent.CompletableFuture;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;

/** Lets a test see what can't be brought about at will: the {@code external_ref} says what the intake answers. */
@TestConfiguration(proxyBeanMethods = false)
class StagedIntake {
    static final long UNCERTAIN_ORDER = 4711;

    @Bean
    @Primary
    Intake stagedIntake(@Qualifier("lanes") Intake intake) {
        return new Stage(intake);
    }

    private record Stage(Intake intake) implements Intake {
        @Override
        public CompletableFuture<Placement> submit(OrderRequest request) {
            return switch (String.valueOf(request.externalRef())) {
                case "stage:uncertain" -> CompletableFuture.completedFuture(new Placement.Uncertain(UNCERTAIN_ORDER));
                case "stage:lost" -> CompletableFuture.failedFuture(new IllegalStateException("staged"));
                case "stage:thrown" -> throw new IllegalStateException("staged");
                case "stage:unavailable" ->
                    CompletableFuture.completedFuture(
                            new Placement.Refused(Refusal.of(ErrorCode.UNAVAILABLE, "The queue is full.")));
                case "stage:in-progress" ->
                    CompletableFuture.completedFuture(
                            new Placement.Refused(Refusal.of(ErrorCode.REQUEST_IN_PROGRESS, "It is being placed.")));
                default -> intake.submit(request);
            };
        }

        @Override
        public boolean isOpen() {
            return intake.isOpen();
        }
    }
}
