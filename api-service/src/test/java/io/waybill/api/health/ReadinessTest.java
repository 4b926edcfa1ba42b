package io.waybill.api.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.waybill.api.intake.Intake;
import io.waybill.order.placing.OrderRequest;
import io.waybill.order.placing.Placement;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessResourceFailureException;

final class ReadinessTest {
    private final Door door = new Door();
    private boolean reachable = true;
    private int asked;
    private long now;
    private final Readiness readiness = new Readiness(door, this::database, () -> now);

    private boolean database() {
        asked++;
        if (!reachable) {
            throw new DataAccessResourceFailureException("no database");
        }
        return true;
    }

    @Test
    void an_instance_whose_intake_is_shut_takes_no_orders() {
        assertThat(readiness.canTakeOrders()).isTrue();
        door.open = false;
        assertThat(readiness.canTakeOrders()).isFalse();
    }

    @Test
    void an_instance_without_its_database_takes_no_orders_until_it_is_back() {
        reachable = false;
        assertThat(readiness.canTakeOrders()).isFalse();
        reachable = true;
        now += Duration.ofMillis(500).toNanos();
        assertThat(readiness.canTakeOrders()).isTrue();
    }

    @Test
    void the_database_is_asked_twice_a_second_at_most() {
        for (int i = 0; i < 100; i++) {
            readiness.canTakeOrders();
            now += Duration.ofMillis(10).toNanos();
        }

        assertThat(asked).isEqualTo(2);
    }

    private static final class Door implements Intake {
        private boolean open = true;

        @Override
        public CompletableFuture<Placement> submit(OrderRequest request) {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean isOpen() {
            return open;
        }
    }
}
