package io.waybill.standalone.data;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.nio.file.Path;

/**
 * How to get in, for scripts and for services that run as processes of their own.
 *
 * @param database a JDBC URL that holds user and password
 * @param secretKey the store's master key, as in {@code WAYBILL_SECRET_KEY}
 */
public record DemoFile(
        @JsonProperty("api") String api,
        @JsonProperty("admin_email") String adminEmail,
        @JsonProperty("admin_password") String adminPassword,
        @JsonProperty("admin_key") String adminKey,
        @JsonProperty("api_key") String apiKey,
        @JsonProperty("provider") String provider,
        @JsonProperty("database") String database,
        @JsonProperty("kafka") String kafka,
        @JsonProperty("secret_key") String secretKey) {

    /** Puts the file into its place, whole, readable by its owner only. */
    public void write(Path file) {
        PrivateFiles.replaceWithJson(file, this);
    }

    @Override
    public String toString() {
        return "DemoFile[" + api + "]";
    }
}
