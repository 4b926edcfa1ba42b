package io.waybill.standalone;

import java.nio.file.Path;
import java.util.Map;

/**
 * Where the store is that the demonstration fills, as the services are told it.
 *
 * @param databaseUrl without user and password
 * @param masterKey the store's, in base64
 * @param api where the API is, for whoever reads {@code demo.json}
 * @param host by which name the services reach the provider simulator
 * @param port where that listens; 0: any free one
 * @param data the folder for its book and the keys
 */
record DemoShopSettings(
        String databaseUrl,
        String databaseUser,
        String databasePassword,
        String masterKey,
        String api,
        String host,
        int port,
        Path data) {
    private static final int PORT = 8090;

    /**
     * Of environment variables.
     *
     * @throws CannotStart if one is missing; the message says which
     */
    static DemoShopSettings of(Map<String, String> environment) {
        return new DemoShopSettings(
                required(environment, "WAYBILL_DATABASE_URL"),
                required(environment, "WAYBILL_DATABASE_USER"),
                required(environment, "WAYBILL_DATABASE_PASSWORD"),
                required(environment, "WAYBILL_SECRET_KEY"),
                environment.getOrDefault("WAYBILL_API", "http://localhost:8080"),
                environment.getOrDefault("WAYBILL_DEMO_HOST", "demo"),
                PORT,
                Path.of(environment.getOrDefault("WAYBILL_DATA", "/data")));
    }

    private static String required(Map<String, String> environment, String name) {
        String value = environment.getOrDefault(name, "");
        if (value.isBlank()) {
            throw new CannotStart("The demo needs the environment variable " + name + ".", null);
        }
        return value;
    }

    @Override
    public String toString() {
        return "DemoShopSettings[" + databaseUrl + "]";
    }
}
