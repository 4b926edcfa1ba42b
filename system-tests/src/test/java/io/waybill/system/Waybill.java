package io.waybill.system;

import io.waybill.account.Accounts;
import io.waybill.account.ApiKeys;
import io.waybill.account.Mode;
import io.waybill.api.ApiService;
import io.waybill.catalog.Billing;
import io.waybill.fulfillment.FulfillmentWorker;
import io.waybill.ledger.Ledger;
import io.waybill.ledger.Posting;
import io.waybill.money.Usd;
import io.waybill.provider.Capability;
import io.waybill.provider.ProviderAccount;
import io.waybill.provider.Providers;
import io.waybill.secret.KeySecret;
import io.waybill.sync.UpstreamSyncWorker;
import io.waybill.testing.TestDatabase;
import io.waybill.testing.TestServices;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A whole store in this process, on a database of its own and without Kafka: PostgreSQL alone makes its orders move.
 */
final class Waybill implements AutoCloseable {
    private static final String SECRET_KEY = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";

    private final TestDatabase database = TestServices.database();
    private final HttpClient client = HttpClient.newHttpClient();
    private final ConfigurableApplicationContext api;
    private final List<ConfigurableApplicationContext> workers = new ArrayList<>();

    Waybill() {
        api = start(ApiService.class, "api-service");
        workers.add(start(FulfillmentWorker.class, "fulfillment-worker"));
        workers.add(start(UpstreamSyncWorker.class, "upstream-sync-worker"));
    }

    private ConfigurableApplicationContext start(Class<?> service, String name) {
        List<String> arguments = new ArrayList<>(List.of(
                "--server.port=0",
                "--waybill.secret-key=" + SECRET_KEY,
                "--spring.kafka.bootstrap-servers=localhost:1",
                "--waybill.outbox.stop-within=0s",
                "--waybill.fulfillment.claim.poll-every=50ms",
                "--waybill.fulfillment.line.refresh-every=100ms",
                "--waybill.fulfillment.line.breaker.window=10000",
                "--waybill.fulfillment.line.breaker.minimum-calls=10000",
                "--waybill.fulfillment.line.breaker.quiet-for=1h",
                "--waybill.fulfillment.ruling.resend-after=100ms",
                "--waybill.fulfillment.ruling.retry-after=50ms,50ms,50ms,50ms,50ms,50ms,50ms,50ms",
                "--waybill.fulfillment.finish-within=3s",
                "--waybill.sync.poll=50ms",
                "--waybill.sync.retry-first=50ms",
                "--waybill.sync.retry-most=100ms",
                "--waybill.sync.catalog-every=1d",
                "--waybill.sync.status.every=50ms",
                "--waybill.sync.status.pace=100ms,100ms,100ms,100ms,100ms,100ms,1d"));
        database.springProperties().forEach((key, value) -> arguments.add("--" + key + "=" + value));
        return new SpringApplicationBuilder(service)
                .properties("spring.config.name=" + name)
                .logStartupInfo(false)
                .run(arguments.toArray(String[]::new));
    }

    int port() {
        return api.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
    }

    JdbcClient jdbc() {
        return api.getBean(JdbcClient.class);
    }

    /** A reseller with money; the answer is its key. */
    String reseller(String email, String usd) {
        long account = api.getBean(Accounts.class).create(Accounts.NewAccount.reseller(email, "Reseller"));
        long wallet = api.getBean(Accounts.class).walletId(account, Mode.LIVE);
        Ledger ledger = api.getBean(Ledger.class);
        api.getBean(TransactionTemplate.class).executeWithoutResult(_ -> {
            ledger.lock(List.of(wallet));
            ledger.post(List.of(new Posting.TopUp(wallet, Usd.parse(usd), "test", "for a test")));
        });
        return api.getBean(ApiKeys.class)
                .create(ApiKeys.NewKey.unrestricted(account, KeySecret.Kind.RESELLER_LIVE))
                .secret()
                .reveal();
    }

    /** The key of a new owner. */
    String admin(String email) {
        long account = api.getBean(Accounts.class).create(Accounts.NewAccount.admin(email, "Owner"));
        return api.getBean(ApiKeys.class)
                .create(ApiKeys.NewKey.unrestricted(account, KeySecret.Kind.ADMIN_LIVE))
                .secret()
                .reveal();
    }

    /** An item of a new provider, at the price in millionths of a dollar. */
    long itemOf(URI baseUrl, String key, String externalId, long priceMicros, Capability... capabilities) {
        long provider = workers.getFirst()
                .getBean(Providers.class)
                .add(new ProviderAccount(
                        0,
                        "provider-" + externalId,
                        "panel",
                        Mode.LIVE,
                        baseUrl,
                        key,
                        Billing.WALLET,
                        BigDecimal.ZERO,
                        Set.of(capabilities),
                        1,
                        8,
                        0,
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(1),
                        true))
                .id();
        return jdbc().sql("""
                insert into item (slug, name, product_name, category, source, price_micros, provider_id, external_id)
                values ('sold', 'Sold', 'Sold', 'games', 'provider', :price, :provider, :external)
                returning id
                """)
                .param("price", priceMicros)
                .param("provider", provider)
                .param("external", externalId)
                .query(Long.class)
                .single();
    }

    JsonNode order(String key, long item, String recipient) throws Exception {
        return post(key, "/orders", "{\"item_id\":%d,\"player_id\":\"%s\"}".formatted(item, recipient));
    }

    JsonNode post(String key, String path, String body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + "/api/v1" + path))
                .header("Authorization", "Bearer " + key)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        return JsonMapper.shared()
                .readTree(client.send(request, HttpResponse.BodyHandlers.ofString())
                        .body());
    }

    long number(String sql) {
        return jdbc().sql(sql).query(Long.class).single();
    }

    /**
     * What the wallets hold, what went in, and what orders in flight or final explain; the difference, which is none.
     */
    long damage() {
        return number("""
                select count(*)
                  from (select w.id
                          from wallet w
                          left join transfer t on t.wallet_id = w.id
                         group by w.id
                        having w.balance_micros <> coalesce(sum(
                                 case when t.to_account = 'wallet:' || w.id then t.amount_micros
                                      else -t.amount_micros end), 0)
                            or w.last_seq <> count(t.id)
                        union all
                        select o.id
                          from orders o
                          join transfer t on t.order_id = o.id
                         where o.final_at is not null
                         group by o.id
                        having sum(case 'in_flight' when t.to_account then t.amount_micros
                                   when t.from_account then -t.amount_micros else 0 end) <> 0) as damaged
                """);
    }

    @Override
    public void close() {
        workers.reversed().forEach(ConfigurableApplicationContext::close);
        api.close();
        client.close();
        database.close();
    }
}
