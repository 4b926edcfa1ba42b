package io.waybill.benchmark.peak;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Starts the services that are measured, each in a process of its own. */
final class Services {
    private final Path apiService;
    private final String kafka;

    /** @param kafka where the broker is */
    Services(Path apiService, String kafka) {
        if (!Files.exists(apiService)) {
            throw new IllegalStateException(apiService + " is missing: package api-service first");
        }
        this.apiService = apiService;
        this.kafka = kafka;
    }

    String brokers() {
        return kafka;
    }

    /** An api-service with its defaults. */
    ServiceProcess api(PeakStore store) {
        return api("api", store, kafka);
    }

    ServiceProcess api(String name, PeakStore store, String brokers) {
        return api(name, store, brokers, List.of(), List.of());
    }

    /**
     * An api-service that isn't as it is by default.
     *
     * @param machine options of its Java machine
     * @param more its settings
     */
    ServiceProcess api(String name, PeakStore store, String brokers, List<String> machine, List<String> more) {
        List<String> run = new ArrayList<>(machine);
        run.addAll(List.of("-jar", apiService.toString()));
        List<String> settings = new ArrayList<>(store.settings());
        settings.add("--spring.kafka.bootstrap-servers=" + brokers);
        settings.addAll(more);
        return ServiceProcess.start(name, run, settings, "/readyz");
    }

    /** The textbook's shop on the same store. */
    ServiceProcess textbook(PeakStore store) {
        return ServiceProcess.start(
                "textbook",
                List.of("-cp", System.getProperty("java.class.path"), "io.waybill.benchmark.textbook.TextbookShop"),
                store.settings(),
                "/api/v1/products");
    }
}
