package io.waybill.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.waybill.standalone.StopOrder.StartInterrupted;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class StopOrderTest {

    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final StopOrder stopOrder = new StopOrder();
    private final List<String> stopped = new CopyOnWriteArrayList<>();

    @Test
    void whatStartedLastStopsFirstAndOnce() {
        stopOrder.add("postgresql", LIMIT, stopping("postgresql"));
        stopOrder.add("kafka", LIMIT, stopping("kafka"));
        stopOrder.add("services", LIMIT, stopping("services"));

        stopOrder.close();
        stopOrder.close();

        assertThat(stopped).containsExactly("services", "kafka", "postgresql");
    }

    @Test
    void oneThatFailsOrDoesNotEndKeepsNoOtherFromStopping() {
        CountDownLatch never = new CountDownLatch(1);
        stopOrder.add("postgresql", LIMIT, stopping("postgresql"));
        stopOrder.add("kafka", LIMIT, () -> {
            throw new IllegalStateException("no");
        });
        stopOrder.add("services", Duration.ofMillis(50), never::await);

        stopOrder.close();

        assertThat(stopped).containsExactly("postgresql");
    }

    @Test
    void whatIsStartedTooLateStopsAtOnce() {
        stopOrder.close();

        assertThatThrownBy(() -> stopOrder.add("kafka", LIMIT, stopping("kafka")))
                .isInstanceOf(StartInterrupted.class);
        assertThat(stopped).containsExactly("kafka");
    }

    private AutoCloseable stopping(String name) {
        return () -> stopped.add(name);
    }
}
