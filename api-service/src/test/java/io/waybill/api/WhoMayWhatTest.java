package io.waybill.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.waybill.account.ApiKeys;
import io.waybill.account.Scope;
import io.waybill.secret.KeySecret;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/**
 * Walks every route of the service with every kind of key. What a route needs is told by its path and method alone, so
 * that a new route is walked, and refused here, until it keeps to that or is named as an exception.
 */
final class WhoMayWhatTest extends ApiTest {
    private static final String ADMIN = "/api/admin/v1/";
    private static final String NOBODY_HAS_IT = "999999999999";

    /** Everybody may, with or without a key. */
    private static final Set<String> PUBLIC = Set.of(
            "GET /api/v1/health",
            "GET /api/v1/products",
            "GET /api/v1/products/{itemId}",
            "GET /livez",
            "GET /readyz",
            "GET /metrics");

    @Autowired
    private List<RequestMappingHandlerMapping> mappings;

    private TestStore.Reseller reseller;
    private TestStore.Admin admin;
    private List<Route> routes;

    /** A route as Spring has it. */
    private record Route(String method, String pattern) {
        @Override
        public String toString() {
            return method + " " + pattern;
        }

        boolean isPublic() {
            return PUBLIC.contains(toString());
        }

        boolean isForAdmins() {
            return pattern.startsWith(ADMIN);
        }

        /** By what the path and the method say. */
        Scope needs() {
            if (isForAdmins()) {
                return method.equals("GET") ? Scope.ADMIN_READ : Scope.ADMIN_WRITE;
            }
            if (pattern.startsWith("/api/v1/orders")) {
                return method.equals("GET") ? Scope.ORDERS_READ : Scope.ORDERS_WRITE;
            }
            return Scope.WALLET_READ;
        }
    }

    @BeforeEach
    void open() {
        reseller = store.reseller("10.00");
        admin = store.adminAccount();
        routes = mappings.stream()
                .flatMap(mapping -> mapping.getHandlerMethods().keySet().stream())
                .flatMap(route -> route.getPatternValues().stream()
                        .flatMap(pattern -> route.getMethodsCondition().getMethods().stream()
                                .map(RequestMethod::name)
                                .map(method -> new Route(method, pattern))))
                .toList();
    }

    /** Nothing that exists is asked for, so that even the mightiest key changes nothing. */
    private Reply call(Route route, String key) {
        String path = route.pattern().replaceAll("\\{[^}]*}", NOBODY_HAS_IT);
        return switch (route.method()) {
            case "POST" -> http.post(path, key, "{}");
            case "PATCH" -> http.patch(path, key, "{}");
            default -> http.call(route.method(), path, key);
        };
    }

    private String key(long account, KeySecret.Kind kind, Set<Scope> scopes) {
        return store.keys()
                .create(new ApiKeys.NewKey(account, kind, scopes, List.of(), null))
                .secret()
                .reveal();
    }

    private String resellers(Set<Scope> scopes) {
        return key(reseller.accountId(), KeySecret.Kind.RESELLER_LIVE, scopes);
    }

    private String admins(Set<Scope> scopes) {
        return key(admin.accountId(), KeySecret.Kind.ADMIN_LIVE, scopes);
    }

    private void everyRoute(String key, Expectation expected) {
        for (Route route : routes) {
            Reply reply = call(route, key);
            if (route.isPublic() || expected.of(route) == Verdict.ADMITTED) {
                assertThat(reply.status()).as(route + " " + reply.text()).isNotIn(401, 403, 405, 500);
            } else {
                int status = expected.of(route) == Verdict.UNKNOWN ? 401 : 403;
                assertThat(reply.status()).as(route + " " + reply.text()).isEqualTo(status);
                assertRefused(reply, status, status == 401 ? "unauthorized" : "forbidden");
            }
        }
    }

    /** What becomes of a caller. */
    private enum Verdict {
        ADMITTED,
        UNKNOWN,
        FORBIDDEN
    }

    private interface Expectation {
        Verdict of(Route route);
    }

    @Test
    void every_route_has_a_method_and_the_public_ones_are_all_there() {
        assertThat(routes).hasSizeGreaterThan(25);
        assertThat(routes.stream().map(Route::toString)).containsAll(PUBLIC).doesNotHaveDuplicates();
        assertThat(mappings.stream()
                        .flatMap(mapping -> mapping.getHandlerMethods().keySet().stream())
                        .filter(route ->
                                route.getMethodsCondition().getMethods().isEmpty()))
                .isEmpty();
    }

    @Test
    void without_a_key_or_with_garbage_nobody_gets_in() {
        String never =
                KeySecret.create(KeySecret.Kind.ADMIN_LIVE, new SecureRandom()).reveal();
        for (String key : List.of("", "garbage", "ak_live_", reseller.key() + "x", never)) {
            everyRoute(key, _ -> Verdict.UNKNOWN);
        }
    }

    @Test
    void a_revoked_or_expired_key_gets_nobody_in() {
        ApiKeys keys = store.keys();
        for (KeySecret.Kind kind : List.of(KeySecret.Kind.RESELLER_LIVE, KeySecret.Kind.ADMIN_LIVE)) {
            long account = kind == KeySecret.Kind.ADMIN_LIVE ? admin.accountId() : reseller.accountId();
            ApiKeys.Created revoked = keys.create(ApiKeys.NewKey.unrestricted(account, kind));
            keys.revoke(account, revoked.id());
            ApiKeys.Created expired =
                    keys.create(new ApiKeys.NewKey(account, kind, Set.of(), List.of(), Instant.EPOCH));

            everyRoute(revoked.secret().reveal(), _ -> Verdict.UNKNOWN);
            everyRoute(expired.secret().reveal(), _ -> Verdict.UNKNOWN);
        }
    }

    @Test
    void a_reseller_gets_to_its_own_routes_and_to_no_admins() {
        everyRoute(reseller.key(), route -> route.isForAdmins() ? Verdict.FORBIDDEN : Verdict.ADMITTED);
        everyRoute(
                key(reseller.accountId(), KeySecret.Kind.RESELLER_TEST, Set.of()),
                route -> route.isForAdmins() ? Verdict.FORBIDDEN : Verdict.ADMITTED);
    }

    @Test
    void scopes_of_admins_on_a_resellers_key_open_nothing() {
        everyRoute(
                resellers(EnumSet.allOf(Scope.class)),
                route -> route.isForAdmins() ? Verdict.FORBIDDEN : Verdict.ADMITTED);
    }

    @Test
    void a_key_opens_the_routes_of_its_scope_and_no_other() {
        for (Scope scope : Scope.values()) {
            if (!scope.isForAdmins()) {
                everyRoute(
                        resellers(Set.of(scope)),
                        route -> route.needs() == scope ? Verdict.ADMITTED : Verdict.FORBIDDEN);
            }
            everyRoute(admins(Set.of(scope)), route -> route.needs() == scope ? Verdict.ADMITTED : Verdict.FORBIDDEN);
        }
    }

    @Test
    void a_key_without_the_one_scope_opens_everything_else() {
        for (Scope scope : Scope.values()) {
            EnumSet<Scope> others = EnumSet.complementOf(EnumSet.of(scope));
            everyRoute(admins(others), route -> route.needs() == scope ? Verdict.FORBIDDEN : Verdict.ADMITTED);
        }
    }

    @Test
    void a_suspended_account_is_shut_out_everywhere() {
        jdbc.sql("update account set status = 'suspended' where id = any (:ids)")
                .param("ids", new Long[] {reseller.accountId(), admin.accountId()})
                .update();

        everyRoute(resellers(Set.of()), _ -> Verdict.FORBIDDEN);
        everyRoute(admins(Set.of()), _ -> Verdict.FORBIDDEN);
    }

    @Test
    void a_resellers_key_of_an_admins_account_opens_no_admins_route() {
        String key = key(admin.accountId(), KeySecret.Kind.RESELLER_LIVE, Set.of());

        everyRoute(key, route -> route.isForAdmins() ? Verdict.FORBIDDEN : Verdict.ADMITTED);
    }

    @Test
    void an_admins_key_opens_nothing_once_its_account_is_no_admins() {
        String key = admins(Set.of());
        jdbc.sql("update account set role = 'reseller' where id = :id")
                .param("id", admin.accountId())
                .update();

        everyRoute(key, route -> route.isForAdmins() ? Verdict.FORBIDDEN : Verdict.ADMITTED);
    }

    @Test
    void a_key_from_another_network_opens_nothing() {
        ApiKeys.Created key = store.keys()
                .create(new ApiKeys.NewKey(
                        admin.accountId(), KeySecret.Kind.ADMIN_LIVE, Set.of(), List.of("192.0.2.0/24"), null));

        everyRoute(key.secret().reveal(), _ -> Verdict.FORBIDDEN);
    }

    @Test
    void an_admins_key_opens_everything() {
        everyRoute(admin.key(), _ -> Verdict.ADMITTED);
    }

    @Test
    void another_resellers_order_is_as_good_as_none_on_every_route_of_orders() {
        long order = http.post(
                        "/api/v1/orders",
                        reseller.key(),
                        "{\"item_id\":%d,\"player_id\":\"a\"}".formatted(store.providerItem("1.00")))
                .orderId();
        List<Route> ofOrders = routes.stream()
                .filter(route -> route.pattern().startsWith("/api/v1/orders/{"))
                .toList();
        assertThat(ofOrders).hasSizeGreaterThanOrEqualTo(2);

        for (String another : othersKeys()) {
            for (Route route : ofOrders) {
                String path = route.pattern().replaceAll("\\{[^}]*}", String.valueOf(order));
                assertRefused(
                        route.method().equals("POST")
                                ? http.post(path, another, "{}")
                                : http.call(route.method(), path, another),
                        404,
                        "order_not_found");
            }
        }
        assertThat(http.get("/api/v1/orders/" + order, reseller.key()).string("status"))
                .isEqualTo("pending");
    }

    private List<String> othersKeys() {
        return Stream.of(
                        store.reseller("10.00").key(),
                        admin.key(),
                        key(reseller.accountId(), KeySecret.Kind.RESELLER_TEST, Set.of()))
                .collect(Collectors.toList());
    }

    @Test
    void what_is_no_route_is_404_for_everybody_and_tells_nothing() {
        for (String path :
                Arrays.asList("/api/admin", "/api/admin/v1", "/api/admin/v1/nothing", "/api/admin/v2/accounts")) {
            for (String key : List.of("", reseller.key(), admin.key())) {
                assertRefused(http.get(path, key), 404, "not_found");
            }
        }
    }
}
