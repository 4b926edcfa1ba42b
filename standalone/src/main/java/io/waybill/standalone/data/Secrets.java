package io.waybill.standalone.data;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * What the store itself keeps as hashes or sealed, and the all-in-one start has to know again at each start.
 *
 * @param masterKey 32 bytes in base64, as in {@code WAYBILL_SECRET_KEY}
 * @param providerKey the simulator's key for the account that wallet-billed items are bought with
 * @param packagesKey the simulator's key for the account that pays for reseller packages
 * @param adminPassword for the admin's sign-in
 * @param apiKey the demo reseller's; null until the store has made one
 * @param adminKey the admin's; null until the store has made one
 */
public record Secrets(
        @JsonProperty("secret_key") String masterKey,
        @JsonProperty("provider_key") String providerKey,
        @JsonProperty("packages_key") String packagesKey,
        @JsonProperty("admin_password") String adminPassword,
        @JsonProperty("api_key") @Nullable String apiKey,
        @JsonProperty("admin_key") @Nullable String adminKey) {

    Secrets withMasterKey(String other) {
        return new Secrets(other, providerKey, packagesKey, adminPassword, apiKey, adminKey);
    }

    Secrets withApiKey(String made) {
        return new Secrets(masterKey, providerKey, packagesKey, adminPassword, made, adminKey);
    }

    Secrets withAdminKey(String made) {
        return new Secrets(masterKey, providerKey, packagesKey, adminPassword, apiKey, made);
    }

    @Override
    public String toString() {
        return "Secrets[…]";
    }
}
