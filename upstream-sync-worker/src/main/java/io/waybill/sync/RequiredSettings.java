package io.waybill.sync;

import java.util.List;
import org.springframework.boot.context.event.ApplicationPreparedEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.core.env.Environment;

/** Refuses to start with one sentence, instead of failing somewhere deep, if a setting without a default is missing. */
final class RequiredSettings implements ApplicationListener<ApplicationPreparedEvent> {
    private static final List<Required> REQUIRED = List.of(
            new Required("spring.datasource.url", "WAYBILL_DATABASE_URL"),
            new Required("waybill.secret-key", "WAYBILL_SECRET_KEY"));

    @Override
    public void onApplicationEvent(ApplicationPreparedEvent event) {
        Environment environment = event.getApplicationContext().getEnvironment();
        List<String> missing = REQUIRED.stream()
                .filter(setting ->
                        environment.getProperty(setting.property(), "").isBlank())
                .map(Required::variable)
                .toList();
        if (!missing.isEmpty()) {
            throw new IllegalStateException(
                    "upstream-sync-worker needs these environment variables: " + String.join(", ", missing) + ".");
        }
    }

    private record Required(String property, String variable) {}
}
