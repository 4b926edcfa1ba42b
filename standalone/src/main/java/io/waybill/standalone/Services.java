package io.waybill.standalone;

import io.waybill.api.ApiService;
import io.waybill.fulfillment.FulfillmentWorker;
import io.waybill.standalone.Options.Service;
import io.waybill.sync.UpstreamSyncWorker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.springframework.boot.Banner;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * The three services in this process, each in a Spring context of its own, as they would be in processes of their own.
 */
final class Services implements AutoCloseable {

    /** Of one service: what it has taken on, it ends. */
    private static final Duration DRAIN_LIMIT = Duration.ofSeconds(7);

    private final List<ConfigurableApplicationContext> contexts;

    private Services(Collection<ConfigurableApplicationContext> contexts) {
        this.contexts = List.copyOf(contexts);
    }

    /**
     * Starts services side by side and returns when all serve.
     *
     * @param wiring properties for all of them, as {@code name=value}
     */
    static Services start(Set<Service> wanted, int port, List<String> wiring) {
        try (ExecutorService threads = Executors.newThreadPerTaskExecutor(
                Thread.ofPlatform().name("start-", 0).factory())) {
            List<CompletableFuture<ConfigurableApplicationContext>> starting = wanted.stream()
                    .sorted()
                    .map(service -> CompletableFuture.supplyAsync(() -> run(service, port, wiring), threads))
                    .toList();
            List<ConfigurableApplicationContext> started = new ArrayList<>();
            RuntimeException failure = null;
            for (CompletableFuture<ConfigurableApplicationContext> one : starting) {
                try {
                    started.add(one.join());
                } catch (CompletionException e) {
                    failure = e.getCause() instanceof RuntimeException cause ? cause : e;
                }
            }
            Services services = new Services(started);
            if (failure != null) {
                services.close();
                throw failure;
            }
            return services;
        }
    }

    /** Where the API really listens, if it runs here. */
    OptionalInt apiPort() {
        return contexts.stream()
                .filter(context -> !context.getBeansOfType(ApiService.class).isEmpty())
                .mapToInt(context -> context.getEnvironment().getRequiredProperty("local.server.port", Integer.class))
                .findFirst();
    }

    /** Lets every service end what it has taken on, all at the same time. */
    @Override
    public void close() {
        // Platform threads: they load most of the classes that there are, see CarrierThreads.
        try (ExecutorService threads = Executors.newCachedThreadPool()) {
            List<Future<?>> closing = new ArrayList<>();
            contexts.forEach(context -> closing.add(threads.submit(context::close)));
        }
    }

    private static ConfigurableApplicationContext run(Service service, int port, List<String> wiring) {
        List<String> arguments = new ArrayList<>(wiring);
        arguments.add("server.port=" + (service == Service.API ? port : 0));
        arguments.add("server.address=127.0.0.1");
        arguments.add("spring.lifecycle.timeout-per-shutdown-phase=" + DRAIN_LIMIT.toSeconds() + "s");
        return new SpringApplicationBuilder(application(service))
                .properties("spring.config.name=" + configuration(service))
                .bannerMode(Banner.Mode.OFF)
                .logStartupInfo(false)
                .registerShutdownHook(false)
                .run(arguments.stream().map(property -> "--" + property).toArray(String[]::new));
    }

    private static Class<?> application(Service service) {
        return switch (service) {
            case API -> ApiService.class;
            case FULFILLMENT -> FulfillmentWorker.class;
            case SYNC -> UpstreamSyncWorker.class;
        };
    }

    private static String configuration(Service service) {
        return switch (service) {
            case API -> "api-service";
            case FULFILLMENT -> "fulfillment-worker";
            case SYNC -> "upstream-sync-worker";
        };
    }
}
