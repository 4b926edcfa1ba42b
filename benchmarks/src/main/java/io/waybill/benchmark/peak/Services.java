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
        List<String> settings = new ArrayList<>(store.settings());
        settings.add("--spring.kafka.bootstrap-servers=" + brokers);
        return ServiceProcess.start(name, List.of("-jar", apiService.toString()), settings, "/readyz");
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
