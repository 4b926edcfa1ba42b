package io.waybill.fulfillment;

import io.waybill.launch.CarrierThreads;
import io.waybill.launch.RequiredSettings;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;

/** Buys accepted orders from their providers. Any number of instances share the work. */
@SpringBootApplication
public class FulfillmentWorker {

    /**
     * Starts the service; its settings are in {@code fulfillment-worker.yml}, so that several services can share a
     * class path.
     */
    public static void main(String[] args) {
        CarrierThreads.makeRoom();
        application().run(args);
    }

    /** The service, ready to run with further properties. */
    public static SpringApplicationBuilder application() {
        return new SpringApplicationBuilder(FulfillmentWorker.class)
                .properties("spring.config.name=fulfillment-worker")
                .listeners(RequiredSettings.of("fulfillment-worker"));
    }
}
