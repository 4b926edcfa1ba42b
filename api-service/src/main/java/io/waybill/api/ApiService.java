package io.waybill.api;

import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;

/** Takes orders and answers resellers. */
@SpringBootApplication
public class ApiService {

    /**
     * Starts the service; its settings are in {@code api-service.yml}, so that several services can share a class path.
     */
    public static void main(String[] args) {
        new SpringApplicationBuilder(ApiService.class)
                .properties("spring.config.name=api-service")
                .run(args);
    }
}
