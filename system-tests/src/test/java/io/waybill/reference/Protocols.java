package io.waybill.reference;

import io.waybill.provider.Adapter;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.MapPropertySource;

/** The protocols of providers, told by the adapters themselves: their settings are bound by hand, under their names. */
final class Protocols {
    private Protocols() {}

    /** Those whose adapters are made by one of these configurations. */
    static List<String> of(Collection<Class<?>> configurations) {
        return of(configurations, Map.of());
    }

    /**
     * The same, with settings.
     *
     * @throws org.springframework.beans.factory.BeanCreationException if an adapter reads a setting that is out of its
     *     bounds
     */
    static List<String> of(Collection<Class<?>> configurations, Map<String, Object> settings) {
        try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
            context.getEnvironment().getPropertySources().addFirst(new MapPropertySource("settings", settings));
            context.registerBean(InstantSource.class, InstantSource::system);
            configurations.stream().filter(Protocols::makesAnAdapter).forEach(context::register);
            context.refresh();
            return context.getBeansOfType(Adapter.class).values().stream()
                    .map(Adapter::protocol)
                    .sorted()
                    .toList();
        }
    }

    private static boolean makesAnAdapter(Class<?> configuration) {
        return Arrays.stream(configuration.getDeclaredMethods())
                .anyMatch(method -> method.getReturnType() == Adapter.class && method.isAnnotationPresent(Bean.class));
    }
}
