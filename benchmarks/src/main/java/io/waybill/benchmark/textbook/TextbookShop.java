package io.waybill.benchmark.textbook;

import io.waybill.launch.CarrierThreads;
import java.util.Map;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;

/**
 * A shop as it is usually written: a controller, one transactional method an order, a statement for each step, answers
 * rendered at each request. Same schema, same pool, same virtual threads.
 */
@SpringBootApplication
public class TextbookShop {

    /** Starts it; where its database is, the arguments say. */
    public static void main(String[] arguments) {
        CarrierThreads.makeRoom();
        new SpringApplicationBuilder(TextbookShop.class)
                .properties(Map.of(
                        "spring.config.name",
                        "textbook",
                        "spring.main.banner-mode",
                        "off",
                        "spring.threads.virtual.enabled",
                        "true",
                        "spring.datasource.hikari.maximum-pool-size",
                        "20",
                        "spring.jackson.property-naming-strategy",
                        "SNAKE_CASE",
                        "server.compression.enabled",
                        "true",
                        "server.tomcat.max-keep-alive-requests",
                        "-1"))
                .run(arguments);
    }
}
