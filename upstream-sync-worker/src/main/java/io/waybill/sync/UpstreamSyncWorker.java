package io.waybill.sync;

import io.waybill.launch.CarrierThreads;
import io.waybill.launch.RequiredSettings;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;

/** Keeps provider catalogs, balances and the statuses of orders in step. Any number of instances share the work. */
@SpringBootApplication
public class UpstreamSyncWorker {

    /**
     * Starts the service; its settings are in {@code upstream-sync-worker.yml}, so that several services can share a
     * class path.
     */
    public static void main(String[] args) {
        CarrierThreads.makeRoom();
        application().run(args);
    }

    /** The service, ready to run with further properties. */
    public static SpringApplicationBuilder application() {
        return new SpringApplicationBuilder(UpstreamSyncWorker.class)
                .properties("spring.config.name=upstream-sync-worker")
                .listeners(RequiredSettings.of("upstream-sync-worker").withoutKafka());
    }
}
