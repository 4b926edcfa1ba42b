package io.waybill.api.security;

import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What stands before the API.
 *
 * @param trustedProxies networks or addresses, with commas, whose word for a client's address in X-Forwarded-For is
 *     taken, up to 100; none = the client is whoever is connected
 */
@ConfigurationProperties("waybill.http")
record HttpSettings(@DefaultValue List<String> trustedProxies) {
    private static final int MOST = 100;

    HttpSettings {
        trustedProxies = List.copyOf(trustedProxies);
        if (trustedProxies.size() > MOST) {
            throw new IllegalArgumentException("waybill.http.trusted-proxies names more than " + MOST + " networks");
        }
        for (String proxy : trustedProxies) {
            try {
                Network.canonical(proxy);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("waybill.http.trusted-proxies " + e.getMessage(), e);
            }
        }
    }
}
