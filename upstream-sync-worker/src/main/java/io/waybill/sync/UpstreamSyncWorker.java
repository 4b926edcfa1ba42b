package io.waybill.sync;

import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;

/** Keeps provider catalogs, balances and statuses in step. */
@SpringBootApplication
public class UpstreamSyncWorker {

    /**
     * Starts the service; its settings are in {@code upstream-sync-worker.yml}, so that several services can share a
     * class path.
     */
    public static void main(String[] args) {
        new SpringApplicationBuilder(UpstreamSyncWorker.class)
                .properties("spring.config.name=upstream-sync-worker")
                .run(args);
    }
}
