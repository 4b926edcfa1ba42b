package io.waybill.api;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.boot.context.event.ApplicationPreparedEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.core.env.Environment;

/** Refuses to start with one sentence, instead of failing somewhere deep, if a setting without a default is missing. */
final class RequiredSettings implements ApplicationListener<ApplicationPreparedEvent> {
    private static final Map<String, String> REQUIRED = new LinkedHashMap<>(Map.of(
            "spring.datasource.url", "WAYBILL_DATABASE_URL",
            "spring.kafka.bootstrap-servers", "WAYBILL_KAFKA",
            "waybill.secret-key", "WAYBILL_SECRET_KEY"));

    @Override
    public void onApplicationEvent(ApplicationPreparedEvent event) {
        Environment environment = event.getApplicationContext().getEnvironment();
        String missing = REQUIRED.entrySet().stream()
                .filter(setting -> environment.getProperty(setting.getKey(), "").isBlank())
                .map(Map.Entry::getValue)
                .sorted()
                .collect(Collectors.joining(", "));
        if (!missing.isEmpty()) {
            throw new IllegalStateException("api-service needs these environment variables: " + missing + ".");
        }
    }
}
