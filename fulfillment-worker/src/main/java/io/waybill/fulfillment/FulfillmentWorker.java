package io.waybill.fulfillment;

import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;

/** Buys accepted orders from their providers. */
@SpringBootApplication
public class FulfillmentWorker {

    /**
     * Starts the service; its settings are in {@code fulfillment-worker.yml}, so that several services can share a
     * class path.
     */
    public static void main(String[] args) {
        new SpringApplicationBuilder(FulfillmentWorker.class)
                .properties("spring.config.name=fulfillment-worker")
                .run(args);
    }
}
