package io.waybill.standalone.data;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.nio.file.Path;

/**
 * How to get into a demo store that runs elsewhere: the part of {@link DemoFile} that is no secret of the deployment.
 */
public record DemoKeys(
        @JsonProperty("api") String api,
        @JsonProperty("admin_email") String adminEmail,
        @JsonProperty("admin_key") String adminKey,
        @JsonProperty("api_key") String apiKey,
        @JsonProperty("provider") String provider) {

    /** Puts the file into its place, whole, readable by its owner only. */
    public void write(Path file) {
        PrivateFiles.replaceWithJson(file, this);
    }

    @Override
    public String toString() {
        return "DemoKeys[" + api + "]";
    }
}
