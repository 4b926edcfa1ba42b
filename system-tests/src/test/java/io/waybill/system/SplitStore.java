package io.waybill.system;

import io.waybill.account.Accounts;
import io.waybill.account.ApiKeys;
import io.waybill.account.Mode;
import io.waybill.api.ApiService;
import io.waybill.catalog.Billing;
import io.waybill.ledger.Ledger;
import io.waybill.ledger.Posting;
import io.waybill.money.Usd;
import io.waybill.order.FailureCode;
import io.waybill.order.MoveOrders;
import io.waybill.order.MoveOrders.Move;
import io.waybill.order.Step;
import io.waybill.provider.Capability;
import io.waybill.provider.ProviderAccount;
import io.waybill.provider.ProviderConfiguration;
import io.waybill.provider.Providers;
import io.waybill.secret.KeySecret;
import io.waybill.simulator.ProviderSimulator;
import io.waybill.simulator.SimulatorOptions;
import io.waybill.testing.TestDatabase;
import io.waybill.testing.TestServices;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The store in parts: its API and two providers that keep books of their own in this process, and workers as processes
 * that may die. One provider honours references and is known to; the other does not. Leases are short, so that others
 * take over after two seconds.
 */
final class SplitStore implements AutoCloseable {
    private static final String SECRET_KEY = "d2F5YmlsbC10ZXN0LW1hc3Rlci1rZXktMzItYnl0ZXM=";
    private static final List<String> BEHAVIOURS = List.of(
            "player",
            "player",
            "player",
            "player",
            "slow",
            "out_of_stock",
            "invalid",
            "busy-once",
            "no_funds-once",
            "error-once",
            "bought-then-reset",
            "bought-then-error");

    private final TestDatabase database = TestServices.database();
    private final ConfigurableApplicationContext api;
    private final List<WorkerProcess> workers = new ArrayList<>();
    private final List<ApiProcess> services = new ArrayList<>();
    private final Seller honouring;
    private final Seller plain;

    SplitStore() {
        this.api = ApiService.application().sources(ProviderConfiguration.class).run(apiArguments());
        String key = reseller();
        this.honouring = seller("honouring", key, Capability.IDEMPOTENCY);
        this.plain = seller("plain", key);
    }

    /** A provider that sells the same reference once. */
    Seller honouring() {
        return honouring;
    }

    /** A provider to which each request is a purchase. */
    Seller plain() {
        return plain;
    }

    List<Seller> sellers() {
        return List.of(honouring, plain);
    }

    /** Which of them comes first decides who is met by what happens early; so the seed does. */
    List<Seller> sellers(long seed) {
        return seed % 2 == 0 ? List.of(honouring, plain) : List.of(plain, honouring);
    }

    /** Orders to a provider, of whatever behaviour. */
    Workload workload(String name, Seller seller, long seed, int orders) {
        return workload(name, seller, seed, orders, BEHAVIOURS);
    }

    Workload workload(String name, Seller seller, long seed, int orders, List<String> behaviours) {
        return new Workload(
                name + "-" + seller.name(), seller.store(), seed, orders, Long.toString(seller.itemId()), behaviours);
    }

    /** Orders that the provider serves, taken by another service than the one in this process. */
    Workload workload(String name, Seller seller, ApiProcess taker, int orders) {
        return new Workload(
                name + "-" + seller.name(),
                seller.store().at(taker.address()),
                1,
                orders,
                Long.toString(seller.itemId()),
                List.of("player"));
    }

    /** Another api-service, at work beside the one in this process. */
    ApiProcess api() {
        ApiProcess started = ApiProcess.start(connection());
        services.add(started);
        return started;
    }

    /** A worker that stands ready. */
    WorkerProcess worker() {
        Map<String, String> settings = connection();
        settings.put("waybill.outbox.stop-within", "0s");
        settings.put("waybill.fulfillment.finish-within", "2s");
        settings.put("waybill.fulfillment.session.renew-every", "200ms");
        settings.put("waybill.fulfillment.session.fresh-for", "1600ms");
        settings.put("waybill.fulfillment.session.dead-after", "2s");
        settings.put("waybill.fulfillment.claim.poll-every", "100ms");
        settings.put("waybill.fulfillment.line.breaker.window", "10000");
        settings.put("waybill.fulfillment.line.breaker.minimum-calls", "10000");
        settings.put("waybill.fulfillment.line.breaker.quiet-for", "1h");
        settings.put("waybill.fulfillment.ruling.retry-after", "200ms,200ms,200ms,200ms");
        settings.put("waybill.fulfillment.ruling.resend-after", "300ms");
        settings.put("waybill.fulfillment.ruling.hold-for", "300ms");
        settings.put("waybill.fulfillment.ruling.hold-at-most", "600ms");
        settings.put("waybill.fulfillment.dispatch.find-strays-every", "300ms");
        settings.put("spring.datasource.hikari.connection-init-sql", "set idle_in_transaction_session_timeout = '2s'");
        WorkerProcess worker = WorkerProcess.launch("w" + (workers.size() + 1), settings);
        workers.add(worker);
        return worker;
    }

    /** Whether a worker has a session that was renewed within the last second. */
    boolean isAtWork(WorkerProcess worker) {
        return jdbc().sql("""
                select exists (select
                                 from worker_session
                                where worker = :worker
                                  and ended_at is null
                                  and renewed_at > now() - interval '1 second')
                """)
                .param("worker", worker.name())
                .query(Boolean.class)
                .single();
    }

    /** Whose orders the worker is in the middle of buying. */
    List<String> recipientsBeingServedBy(WorkerProcess worker) {
        return jdbc().sql("""
                select o.player_id
                  from attempt a
                  join orders o on o.id = a.order_id
                  join worker_session s on s.id = a.session_id
                 where s.worker = :worker
                   and a.state = 'sending'
                """)
                .param("worker", worker.name())
                .query(String.class)
                .list();
    }

    /**
     * What a person does who does not find the purchases of unknown outcome in the book of the provider without
     * references: rules that they were not bought, and refunds.
     */
    void ruleNotBoughtWhatIsNotInTheBook() {
        MoveOrders moves = api.getBean(MoveOrders.class);
        new TransactionTemplate(api.getBean(PlatformTransactionManager.class)).executeWithoutResult(_ -> {
            for (Held held : held()) {
                if (plain.simulator().book().purchasesFor(held.recipient()).isEmpty()) {
                    jdbc().sql("update attempt set state = 'not_bought', resolved_at = now() where id = :id")
                            .param("id", held.attemptId())
                            .update();
                    moves.apply(List.of(new Move(
                            held.orderId(), new Step.Fail(FailureCode.ADMIN, "Not bought, as a person says."))));
                }
            }
        });
    }

    private List<Held> held() {
        return jdbc().sql("""
                select o.id as order_id,
                       a.id as attempt_id,
                       o.player_id
                  from orders o
                  join attempt a on a.order_id = o.id and a.state = 'unknown'
                 where o.item_id = :itemId
                   and o.hold_reason = 'outcome_unknown'
                 order by o.id
                   for update of o
                """)
                .param("itemId", plain.itemId())
                .query((row, _) ->
                        new Held(row.getLong("order_id"), row.getLong("attempt_id"), row.getString("player_id")))
                .list();
    }

    /** What is wrong with the store's book and the books of both providers. */
    List<String> findings(Map<Seller, List<Workload>> workloads) {
        List<String> findings = new ArrayList<>();
        workloads.forEach(
                (seller, sent) -> findings.addAll(new Auditor(seller.store()).findings(sent.toArray(Workload[]::new))));
        return findings;
    }

    Auditor auditor() {
        return new Auditor(plain.store());
    }

    JdbcClient jdbc() {
        return api.getBean(JdbcClient.class);
    }

    @Override
    public void close() {
        workers.forEach(WorkerProcess::close);
        services.forEach(ApiProcess::close);
        api.close();
        sellers().forEach(seller -> seller.simulator().close());
        database.close();
    }

    private Map<String, String> connection() {
        Map<String, String> settings = new LinkedHashMap<>(database.springProperties());
        settings.put("spring.kafka.bootstrap-servers", TestServices.bootstrapServers());
        settings.put("waybill.secret-key", SECRET_KEY);
        // What a worker did not get to send before it died is swept up by others after so long.
        settings.put("waybill.kafka.delivery-timeout", "2s");
        settings.put("waybill.kafka.max-block", "500ms");
        return settings;
    }

    private String[] apiArguments() {
        Map<String, String> settings = connection();
        settings.put("server.port", "0");
        return settings.entrySet().stream()
                .map(setting -> "--" + setting.getKey() + "=" + setting.getValue())
                .toArray(String[]::new);
    }

    private String reseller() {
        Accounts accounts = api.getBean(Accounts.class);
        long account = accounts.create(Accounts.NewAccount.reseller("reseller@example.com", "Reseller"));
        long wallet = accounts.walletId(account, Mode.LIVE);
        Ledger ledger = api.getBean(Ledger.class);
        new TransactionTemplate(api.getBean(PlatformTransactionManager.class)).executeWithoutResult(_ -> {
            ledger.lock(List.of(wallet));
            ledger.post(List.of(new Posting.TopUp(wallet, Usd.parse("1000000"), "test", "for a test")));
        });
        return api.getBean(ApiKeys.class)
                .create(ApiKeys.NewKey.unrestricted(account, KeySecret.Kind.RESELLER_LIVE))
                .secret()
                .reveal();
    }

    private Seller seller(String name, String key, Capability... capabilities) {
        ProviderSimulator simulator = ProviderSimulator.start(SimulatorOptions.inMemory()
                .honoursIdempotency(capabilities.length > 0)
                .slowDelay(Duration.ofMillis(300)));
        ProviderAccount account = api.getBean(Providers.class)
                .add(new ProviderAccount(
                        0,
                        name,
                        "panel",
                        Mode.LIVE,
                        simulator.baseUrl(),
                        SimulatorOptions.DEFAULT_KEY,
                        Billing.WALLET,
                        BigDecimal.ZERO,
                        Set.of(capabilities),
                        1,
                        8,
                        0,
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(3),
                        true));
        long item = jdbc().sql("""
                insert into item (slug, name, product_name, category, source, price_micros, provider_id,
                                  external_id)
                values (:name, 'Item', 'Product', 'Games', 'provider', 1000000, :providerId, '123')
                returning id
                """)
                .param("name", name)
                .param("providerId", account.id())
                .query(Long.class)
                .single();
        URI address = URI.create("http://127.0.0.1:" + api.getEnvironment().getProperty("local.server.port"));
        String url = database.jdbcUrl() + "?user=" + database.username() + "&password=" + database.password();
        return new Seller(
                name,
                item,
                simulator,
                new StoreProcess.Demo(address, key, simulator.url(), url, TestServices.bootstrapServers()));
    }

    private record Held(long orderId, long attemptId, String recipient) {}

    /** A provider, its item in the store, and where to order and to audit. */
    record Seller(String name, long itemId, ProviderSimulator simulator, StoreProcess.Demo store) {}
}
