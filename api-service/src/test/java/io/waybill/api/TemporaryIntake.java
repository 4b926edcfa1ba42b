package io.waybill.api;

import io.waybill.api.intake.Intake;
import io.waybill.order.OrderRequest;
import io.waybill.order.PlaceOrders;
import io.waybill.order.Placement;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;

@TestConfiguration
class TemporaryIntake {
    @Bean
    Intake intake(ObjectProvider<PlaceOrders> place) {
        return new Intake() {
            @Override
            public CompletableFuture<Placement> submit(OrderRequest request) {
                PlaceOrders orders = place.getObject();
                return CompletableFuture.completedFuture(orders.place(
                                List.of(new PlaceOrders.Slot(orders.nextIds(1).getFirst(), request, false)))
                        .getFirst());
            }

            @Override
            public boolean isOpen() {
                return true;
            }
        };
    }
}
