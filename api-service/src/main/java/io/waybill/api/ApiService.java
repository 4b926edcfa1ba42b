package io.waybill.api;

import io.waybill.api.setup.CreateAdminCommand;
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
     * With {@code create-admin EMAIL} it gives that admin a key instead, and ends.
     */
    public static void main(String[] args) {
        CarrierThreads.makeRoom();
        if (args.length > 0 && args[0].equals(CreateAdminCommand.NAME)) {
            System.exit(CreateAdminCommand.run(args, System.out, System.err));
        }
        application().run(args);
    }

    /** The service, ready to run with further properties. */
    public static SpringApplicationBuilder application() {
        return new SpringApplicationBuilder(ApiService.class)
                .properties("spring.config.name=api-service")
                .listeners(RequiredSettings.of("api-service"));
    }
}
