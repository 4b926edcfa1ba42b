package io.waybill.reference;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.waybill.api.ApiService;
import io.waybill.fulfillment.FulfillmentWorker;
import io.waybill.provider.http.AnswerLimits;
import io.waybill.sync.UpstreamSyncWorker;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.Queue;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.springframework.beans.factory.config.YamlPropertiesFactoryBean;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.io.ClassPathResource;

/** A service, and what it can be told. */
enum Service {
    API("api-service", ApiService.class),
    FULFILLMENT("fulfillment-worker", FulfillmentWorker.class),
    SYNC("upstream-sync-worker", UpstreamSyncWorker.class);

    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{(WAYBILL_[A-Z_]+):([^}]*)\\}");

    private final String module;
    private final Class<?> application;

    Service(String module, Class<?> application) {
        this.module = module;
        this.application = application;
    }

    /**
     * The settings records of ours that it binds: its own, those of the parts of the domain that it imports, and one
     * for each protocol that it speaks.
     */
    Set<Settings> settings() {
        Set<Class<?>> types = new LinkedHashSet<>(classesOf(application.getPackageName()));
        Set<Class<?>> configurations = configurations();
        for (Class<?> configuration : configurations) {
            EnableConfigurationProperties bound = configuration.getAnnotation(EnableConfigurationProperties.class);
            types.addAll(bound == null ? List.of() : List.of(bound.value()));
        }
        Set<Settings> settings = types.stream()
                .filter(Service::isSettings)
                .map(type -> new Settings(
                        type.getAnnotation(ConfigurationProperties.class).value(), type))
                .collect(Collectors.toCollection(HashSet::new));
        Protocols.of(configurations)
                .forEach(protocol -> settings.add(new Settings("waybill." + protocol, AnswerLimits.class)));
        return settings;
    }

    /** Its own configurations, and all that those import. */
    Set<Class<?>> configurations() {
        Queue<Class<?>> left = new ArrayDeque<>(classesOf(application.getPackageName()).stream()
                .filter(type -> AnnotatedElementUtils.hasAnnotation(type, Configuration.class))
                .toList());
        Set<Class<?>> seen = new LinkedHashSet<>();
        while (!left.isEmpty()) {
            Class<?> configuration = left.remove();
            if (seen.add(configuration)) {
                Import imports = configuration.getAnnotation(Import.class);
                left.addAll(imports == null ? List.of() : List.of(imports.value()));
            }
        }
        return seen;
    }

    /** What its configuration makes of a setting in place of the default of its record; empty if nothing. */
    Optional<String> configured(String setting) {
        return Optional.ofNullable(configuration().getProperty(setting));
    }

    /** The environment variables that its configuration names, with what they are unless they are set. */
    Map<String, String> variables() {
        Map<String, String> variables = new LinkedHashMap<>();
        configuration().values().forEach(value -> {
            Matcher placeholder = PLACEHOLDER.matcher(String.valueOf(value));
            if (placeholder.find()) {
                variables.put(placeholder.group(1), placeholder.group(2));
            }
        });
        return variables;
    }

    private Properties configuration() {
        YamlPropertiesFactoryBean yaml = new YamlPropertiesFactoryBean();
        yaml.setResources(new ClassPathResource(module + ".yml"));
        return Objects.requireNonNull(yaml.getObject());
    }

    private static boolean isSettings(Class<?> type) {
        ConfigurationProperties properties = type.getAnnotation(ConfigurationProperties.class);
        return properties != null && properties.value().startsWith("waybill.");
    }

    private static List<Class<?>> classesOf(String name) {
        return new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS).importPackages(name).stream()
                        .sorted(Comparator.comparing(JavaClass::getName))
                        .<Class<?>>map(JavaClass::reflect)
                        .toList();
    }
}
