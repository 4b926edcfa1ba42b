package io.waybill.api;

import io.waybill.launch.CarrierThreads;
import io.waybill.launch.RequiredSettings;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.webmvc.autoconfigure.error.ErrorMvcAutoConfiguration;

/** Takes orders and answers resellers; migrates the schema at its start. */
@SpringBootApplication(exclude = ErrorMvcAutoConfiguration.class)
@ConfigurationPropertiesScan
public class ApiService {

    /**
     * Starts the service; its settings are in {@code api-service.yml}, so that several services can share a class path.
     */
    public static void main(String[] args) {
        CarrierThreads.makeRoom();
        application().run(args);
    }

    /** The service, ready to run with further properties. */
    public static SpringApplicationBuilder application() {
        return new SpringApplicationBuilder(ApiService.class)
                .properties("spring.config.name=api-service")
                .listeners(RequiredSettings.of("api-service"));
    }
}
