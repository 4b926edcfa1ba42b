package io.waybill.sync;

import com.zaxxer.hikari.HikariDataSource;
import io.waybill.account.Mode;
import io.waybill.catalog.Billing;
import io.waybill.provider.Adapter;
import io.waybill.provider.Capability;
import io.waybill.provider.ProviderAccount;
import io.waybill.provider.ProviderConfiguration;
import io.waybill.provider.Providers;
import io.waybill.secret.SecretConfiguration;
import io.waybill.testing.TestDatabase;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.sql.DataSource;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The whole worker, as it is deployed, on a database of a test. */
final class RunningWorker implements AutoCloseable {
    static final String SECRET_KEY = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";

    private final ConfigurableApplicationContext context;

    private RunningWorker(ConfigurableApplicationContext context) {
        this.context = context;
    }

    static RunningWorker start(TestDatabase database, String... settings) {
        return start(arguments(database, settings));
    }

    static RunningWorker start(DataSource database, String... settings) {
        HikariDataSource pool = (HikariDataSource) database;
        List<String> arguments = new ArrayList<>(List.of(settings));
        arguments.addAll(connection(pool));
        return start(complete(arguments));
    }

    /** One that speaks a protocol of the test too. */
    static RunningWorker start(DataSource database, Adapter adapter, String... settings) {
        HikariDataSource pool = (HikariDataSource) database;
        List<String> arguments = complete(new ArrayList<>(List.of(settings)));
        arguments.addAll(connection(pool));
        return new RunningWorker(UpstreamSyncWorker.application()
                .initializers(context ->
                        ((GenericApplicationContext) context).registerBean("testAdapter", Adapter.class, () -> adapter))
                .run(arguments.toArray(String[]::new)));
    }

    private static List<String> connection(HikariDataSource pool) {
        return List.of(
                "--spring.datasource.url=" + pool.getJdbcUrl(),
                "--spring.datasource.username=" + pool.getUsername(),
                "--spring.datasource.password=" + pool.getPassword());
    }

    static List<String> arguments(TestDatabase database, String... settings) {
        List<String> arguments = new ArrayList<>(List.of(settings));
        database.springProperties().forEach((name, value) -> arguments.add("--" + name + "=" + value));
        return complete(arguments);
    }

    private static List<String> complete(List<String> arguments) {
        arguments.add("--server.port=0");
        arguments.add("--waybill.secret-key=" + SECRET_KEY);
        arguments.add("--waybill.sync.poll=50ms");
        return arguments;
    }

    private static RunningWorker start(List<String> arguments) {
        return new RunningWorker(UpstreamSyncWorker.application().run(arguments.toArray(String[]::new)));
    }

    long addProvider(String name, URI baseUrl, String key, Capability... capabilities) {
        return add(context.getBean(Providers.class), name, baseUrl, key, capabilities);
    }

    /** Adds one while no worker runs here. */
    static long addProvider(TestDatabase database, URI baseUrl) {
        try (AnnotationConfigApplicationContext store = new AnnotationConfigApplicationContext()) {
            store.getEnvironment()
                    .getPropertySources()
                    .addFirst(new MapPropertySource("test", Map.of("waybill.secret-key", SECRET_KEY)));
            store.registerBean(JdbcClient.class, () -> JdbcClient.create(database.dataSource()));
            store.register(ProviderConfiguration.class, SecretConfiguration.class);
            store.refresh();
            return add(store.getBean(Providers.class), "one", baseUrl, "sk_live_K");
        }
    }

    private static long add(Providers providers, String name, URI baseUrl, String key, Capability... capabilities) {
        return providers
                .add(new ProviderAccount(
                        0,
                        name,
                        "panel",
                        Mode.LIVE,
                        baseUrl,
                        key,
                        Billing.WALLET,
                        BigDecimal.TEN,
                        Set.of(capabilities),
                        10,
                        100,
                        0,
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(2),
                        true))
                .id();
    }

    <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    Adapter panel() {
        return context.getBean("panelAdapter", Adapter.class);
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        String port = context.getEnvironment().getProperty("local.server.port");
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                    HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        }
    }

    @Override
    public void close() {
        context.close();
    }
}
