package io.waybill.standalone.demo;

import io.waybill.standalone.data.SecretsFile;
import java.net.URI;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.core.env.MapPropertySource;

/**
 * Fills a store with what a newcomer needs to sell: a reseller with money, an admin, providers and a catalog. Filling
 * it again changes nothing, and repairs what was left half done.
 */
public final class DemoStore {

    /** Who sells in the demo. */
    public static final String RESELLER_EMAIL = "reseller@waybill.example";

    /** Who runs the demo store. */
    public static final String ADMIN_EMAIL = "admin@waybill.example";

    private final DataSource database;
    private final SecretsFile secrets;
    private final URI providerBaseUrl;

    /**
     * For a migrated database.
     *
     * @param secrets where keys that are made are remembered
     * @param providerBaseUrl where the simulator serves the store API
     */
    public DemoStore(DataSource database, SecretsFile secrets, URI providerBaseUrl) {
        this.database = database;
        this.secrets = secrets;
        this.providerBaseUrl = providerBaseUrl;
    }

    /** Returns when the store has everything; the simulator must serve. */
    public void fill() {
        try (AnnotationConfigApplicationContext context = open()) {
            context.getBean(SeedConfiguration.Parts.class).inOrder().forEach(SeedPart::plant);
        }
    }

    /** Fills the store up to the part of this number, as a start does that is killed then. */
    void fillOnly(int parts) {
        try (AnnotationConfigApplicationContext context = open()) {
            List<SeedPart> all = context.getBean(SeedConfiguration.Parts.class).inOrder();
            all.subList(0, parts).forEach(SeedPart::plant);
        }
    }

    private AnnotationConfigApplicationContext open() {
        AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
        context.getEnvironment()
                .getPropertySources()
                .addFirst(new MapPropertySource(
                        "secrets",
                        Map.of("waybill.secret-key", secrets.secrets().masterKey())));
        // Singletons of ours, not beans of the context: it must not close them.
        context.getBeanFactory().registerSingleton("database", database);
        context.getBeanFactory().registerSingleton("secrets", secrets);
        context.getBeanFactory().registerSingleton("providerBaseUrl", providerBaseUrl);
        context.register(SeedConfiguration.class);
        context.refresh();
        return context;
    }
}
