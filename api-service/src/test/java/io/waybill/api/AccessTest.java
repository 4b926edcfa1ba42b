package io.waybill.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.waybill.account.ApiKeys;
import io.waybill.account.Scope;
import io.waybill.api.security.Public;
import io.waybill.api.security.Requires;
import io.waybill.secret.KeySecret;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

final class AccessTest extends ApiTest {
    @Autowired
    private List<RequestMappingHandlerMapping> mappings;

    @Test
    void every_route_is_declared_public_or_needs_a_key() {
        Map<RequestMappingInfo, HandlerMethod> routes = new java.util.HashMap<>();
        mappings.forEach(mapping -> routes.putAll(mapping.getHandlerMethods()));

        assertThat(routes).hasSizeGreaterThan(10);
        routes.forEach((route, method) -> assertThat(
                        method.hasMethodAnnotation(Public.class) != method.hasMethodAnnotation(Requires.class))
                .as("%s must be either @Public or @Requires", route)
                .isTrue());
    }

    @Test
    void every_route_that_is_not_public_answers_401_without_a_key() {
        for (RequestMappingHandlerMapping mapping : mappings) {
            mapping.getHandlerMethods().forEach((route, method) -> {
                if (!method.hasMethodAnnotation(Public.class)) {
                    String path = route.getPatternValues().iterator().next().replaceAll("\\{[^}]*}", "1");
                    String verb = route.getMethodsCondition()
                            .getMethods()
                            .iterator()
                            .next()
                            .name();
                    assertRefused(http.call(verb, path, ""), 401, "unauthorized");
                }
            });
        }
    }

    @Test
    void a_key_is_taken_from_either_header_with_the_scheme_in_any_case() {
        TestStore.Reseller reseller = store.reseller("1.00");

        assertThat(http.get("/api/v1/me", "", "X-API-Key", reseller.key()).status())
                .isEqualTo(200);
        for (String scheme : List.of("Bearer", "bearer", "BEARER")) {
            assertThat(http.get("/api/v1/me", "", "Authorization", scheme + " " + reseller.key())
                            .status())
                    .isEqualTo(200);
        }
        assertThat(http.get("/api/v1/me", reseller.key(), "X-API-Key", reseller.key())
                        .status())
                .isEqualTo(200);
    }

    @Test
    void what_is_no_good_key_is_401_and_says_so_without_repeating_it() {
        TestStore.Reseller one = store.reseller("1.00");
        TestStore.Reseller other = store.reseller("1.00");
        String never = KeySecret.create(KeySecret.Kind.RESELLER_LIVE, new SecureRandom())
                .reveal();

        for (Reply reply : List.of(
                http.get("/api/v1/me", ""),
                http.get("/api/v1/me", "nonsense"),
                http.get("/api/v1/me", one.key().substring(0, one.key().length() - 1) + "!"),
                http.get("/api/v1/me", never),
                http.get("/api/v1/me", one.key(), "X-API-Key", other.key()),
                http.get("/api/v1/me", "", "Authorization", "Basic " + one.key()),
                http.get("/api/v1/me?api_key=" + one.key(), ""))) {
            assertRefused(reply, 401, "unauthorized");
            assertThat(reply.header("WWW-Authenticate")).isEqualTo("Bearer");
            assertThat(reply.text()).doesNotContain(one.key(), other.key(), never);
        }
    }

    @Test
    void an_expired_key_is_401() {
        TestStore.Reseller reseller = store.reseller("1.00");
        ApiKeys.Created key = store.keys()
                .create(new ApiKeys.NewKey(
                        reseller.accountId(), KeySecret.Kind.RESELLER_LIVE, Set.of(), List.of(), Instant.EPOCH));

        assertRefused(http.get("/api/v1/me", key.secret().reveal()), 401, "unauthorized");
    }

    @Test
    void a_revoked_key_stops_working_within_five_seconds() {
        TestStore.Reseller reseller = store.reseller("1.00");
        assertThat(http.get("/api/v1/me", reseller.key()).status()).isEqualTo(200);

        store.keys().revoke(reseller.accountId(), reseller.keyId());

        Awaitility.await()
                .atMost(Duration.ofSeconds(5))
                .untilAsserted(() -> assertRefused(http.get("/api/v1/me", reseller.key()), 401, "unauthorized"));
    }

    @Test
    void a_key_does_only_what_its_scopes_say() {
        TestStore.Reseller reseller = store.reseller("1.00");
        String readsOrders = keyWith(reseller, Set.of(Scope.ORDERS_READ), List.of());

        assertThat(http.get("/api/v1/orders", readsOrders).status()).isEqualTo(200);
        assertRefused(http.get("/api/v1/me", readsOrders), 403, "forbidden");
        assertRefused(http.get("/api/v1/wallet/transfers", readsOrders), 403, "forbidden");
        assertRefused(http.post("/api/v1/orders", readsOrders, "{}"), 403, "forbidden");
        assertRefused(http.post("/api/v1/orders/1/cancel", readsOrders, ""), 403, "forbidden");
    }

    @Test
    void a_key_works_only_from_its_networks() {
        TestStore.Reseller reseller = store.reseller("1.00");

        assertThat(http.get("/api/v1/me", keyWith(reseller, Set.of(), List.of("127.0.0.0/8", "::1/128")))
                        .status())
                .isEqualTo(200);
        assertRefused(http.get("/api/v1/me", keyWith(reseller, Set.of(), List.of("192.0.2.0/24"))), 403, "forbidden");
    }

    @Test
    void behind_a_trusted_proxy_a_key_works_only_from_its_clients_networks() {
        String key = keyWith(store.reseller("1.00"), Set.of(), List.of("198.51.100.0/24", "2001:db8::/32"));
        try (ConfigurableApplicationContext instance =
                anotherInstance("--waybill.http.trusted-proxies=127.0.0.0/8,::1,10.0.0.0/8")) {
            HttpCalls behind = callsTo(instance);

            for (String from : List.of("198.51.100.7", "203.0.113.1, 198.51.100.7, 10.1.1.1", "2001:db8::7")) {
                assertThat(behind.get("/api/v1/me", key, "X-Forwarded-For", from)
                                .status())
                        .as(from)
                        .isEqualTo(200);
            }
            assertRefused(
                    behind.get("/api/v1/me", key, "X-Forwarded-For", "198.51.100.7, 203.0.113.1"), 403, "forbidden");
            assertRefused(behind.get("/api/v1/me", key), 403, "forbidden");
        }
        assertRefused(http.get("/api/v1/me", key, "X-Forwarded-For", "198.51.100.7"), 403, "forbidden");
    }

    @Test
    void a_suspended_account_is_403() {
        TestStore.Reseller reseller = store.reseller("1.00");
        jdbc.sql("update account set status = 'suspended' where id = :id")
                .param("id", reseller.accountId())
                .update();

        assertRefused(http.get("/api/v1/me", reseller.key()), 403, "forbidden");
    }

    private String keyWith(TestStore.Reseller reseller, Set<Scope> scopes, List<String> allow) {
        return store.keys()
                .create(new ApiKeys.NewKey(reseller.accountId(), KeySecret.Kind.RESELLER_LIVE, scopes, allow, null))
                .secret()
                .reveal();
    }
}
