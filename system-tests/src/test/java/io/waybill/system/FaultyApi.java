package io.waybill.system;

import io.waybill.api.ApiService;
import io.waybill.launch.CarrierThreads;
import io.waybill.order.placing.OrderRequest;
import io.waybill.order.placing.PlaceOrders;
import io.waybill.order.placing.Placement;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.springframework.beans.factory.config.BeanPostProcessor;

/**
 * The main class of an api-service under test: the real one. Told anything on its standard input, it ends without any
 * cleanup after the next batch of orders is committed, and before anybody is answered. Ends when its input does, so
 * that none outlives its test.
 */
final class FaultyApi {
    private FaultyApi() {}

    public static void main(String[] args) {
        CarrierThreads.makeRoom();
        AtomicBoolean armed = new AtomicBoolean();
        Thread.ofPlatform().name("orders-of-the-test").daemon().start(() -> listen(armed));
        ApiService.application()
                .initializers(context -> context.getBeanFactory().addBeanPostProcessor(new Armament(armed)))
                .run(args);
    }

    private static void listen(AtomicBoolean armed) {
        try {
            while (System.in.read() >= 0) {
                armed.set(true);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            Runtime.getRuntime().halt(1);
        }
    }

    private record Armament(AtomicBoolean armed) implements BeanPostProcessor {
        @Override
        public Object postProcessAfterInitialization(Object bean, String name) {
            return bean instanceof PlaceOrders real ? new Deadly(real, armed) : bean;
        }
    }

    private record Deadly(PlaceOrders real, AtomicBoolean armed) implements PlaceOrders {
        @Override
        public List<Placement> place(List<Slot> batch) {
            List<Placement> placed = real.place(batch);
            if (armed.get()) {
                Runtime.getRuntime().halt(Trap.KILLED);
            }
            return placed;
        }

        @Override
        public List<Placement> placeWithin(List<Slot> batch) {
            return real.placeWithin(batch);
        }

        @Override
        public Checked check(OrderRequest request) {
            return real.check(request);
        }

        @Override
        public List<Long> nextIds(int count) {
            return real.nextIds(count);
        }
    }
}
