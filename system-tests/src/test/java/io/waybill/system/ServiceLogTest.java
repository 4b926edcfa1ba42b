package io.waybill.system;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.PatternLayout;
import ch.qos.logback.classic.spi.LoggingEvent;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.event.KeyValuePair;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.ClassPathResource;

/** What a service logs, started from its own jar. */
class ServiceLogTest {
    @ParameterizedTest
    @ValueSource(strings = {"api-service", "fulfillment-worker", "upstream-sync-worker"})
    void a_plain_line_names_the_order_that_it_is_about(String service) throws IOException {
        LoggerContext context = new LoggerContext();
        PatternLayout layout = new PatternLayout();
        layout.setContext(context);
        layout.setPattern(String.valueOf(property(service, "logging.pattern.console")));
        layout.start();
        LoggingEvent event =
                new LoggingEvent("fqcn", context.getLogger("io.waybill"), Level.INFO, "bought", null, new Object[0]);
        event.setKeyValuePairs(List.of(new KeyValuePair("order", 7)));

        assertThat(layout.doLayout(event)).contains(" - bought order=\"7\"").endsWith("\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"api-service", "fulfillment-worker", "upstream-sync-worker"})
    void a_database_error_does_not_repeat_the_row(String service) throws IOException {
        assertThat(property(service, "spring.datasource.hikari.data-source-properties.logServerErrorDetail"))
                .isEqualTo(false);
    }

    private static Object property(String service, String name) throws IOException {
        for (PropertySource<?> settings :
                new YamlPropertySourceLoader().load(service, new ClassPathResource(service + ".yml"))) {
            Object value = settings.getProperty(name);
            if (value != null) {
                return value;
            }
        }
        return "";
    }
}
