package io.waybill.launch;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.boot.context.event.ApplicationPreparedEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.core.env.Environment;

/**
 * Refuses to start a service with one sentence, instead of failing somewhere deep, if a setting without a default is
 * missing.
 */
public final class RequiredSettings implements ApplicationListener<ApplicationPreparedEvent> {
    private final String service;
    private final Map<String, String> variables = new LinkedHashMap<>();

    private RequiredSettings(String service) {
        this.service = service;
    }

    /** What a service that uses the database and Kafka can't do without. */
    public static RequiredSettings of(String service) {
        RequiredSettings required = new RequiredSettings(service);
        required.variables.put("spring.datasource.url", "WAYBILL_DATABASE_URL");
        required.variables.put("spring.kafka.bootstrap-servers", "WAYBILL_KAFKA");
        required.variables.put("waybill.secret-key", "WAYBILL_SECRET_KEY");
        return required;
    }

    /** For a service that neither sends nor reads messages. */
    public RequiredSettings withoutKafka() {
        variables.remove("spring.kafka.bootstrap-servers");
        return this;
    }

    @Override
    public void onApplicationEvent(ApplicationPreparedEvent event) {
        Environment environment = event.getApplicationContext().getEnvironment();
        String missing = variables.entrySet().stream()
                .filter(setting -> environment.getProperty(setting.getKey(), "").isBlank())
                .map(Map.Entry::getValue)
                .collect(Collectors.joining(", "));
        if (!missing.isEmpty()) {
            throw new MissingSettingsException(service + " needs these environment variables: " + missing + ".");
        }
    }
}
