package io.waybill.api;

import io.waybill.account.Accounts;
import io.waybill.account.ApiKeys;
import io.waybill.account.Mode;
import io.waybill.catalog.StockCodes;
import io.waybill.ledger.Ledger;
import io.waybill.ledger.Posting;
import io.waybill.money.Usd;
import io.waybill.secret.KeySecret;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.springframework.boot.test.context.TestComponent;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** Fills the store with what a test needs; nothing is shared between two calls. */
@TestComponent
public final class TestStore {
    private final AtomicInteger last = new AtomicInteger();
    private final Accounts accounts;
    private final ApiKeys keys;
    private final Ledger ledger;
    private final StockCodes stockCodes;
    private final TransactionTemplate transactions;
    private final JdbcClient jdbc;

    TestStore(
            Accounts accounts,
            ApiKeys keys,
            Ledger ledger,
            StockCodes stockCodes,
            TransactionTemplate transactions,
            JdbcClient jdbc) {
        this.accounts = accounts;
        this.keys = keys;
        this.ledger = ledger;
        this.stockCodes = stockCodes;
        this.transactions = transactions;
        this.jdbc = jdbc;
    }

    /** A reseller with money and a key that may do everything. */
    public record Reseller(long accountId, long walletId, long keyId, String key, String email) {}

    public Reseller reseller(String usd) {
        String email = "reseller" + last.incrementAndGet() + "@example.com";
        long accountId = accounts.create(Accounts.NewAccount.reseller(email, "Reseller"));
        long walletId = accounts.walletId(accountId, Mode.LIVE);
        ApiKeys.Created key = keys.create(ApiKeys.NewKey.unrestricted(accountId, KeySecret.Kind.RESELLER_LIVE));
        Usd amount = Usd.parse(usd);
        if (amount.isPositive()) {
            topUp(walletId, amount);
        }
        return new Reseller(accountId, walletId, key.id(), key.secret().reveal(), email);
    }

    /** A key of the reseller for test orders, with money in the test wallet. */
    public String testKey(Reseller reseller, String usd) {
        topUp(accounts.walletId(reseller.accountId(), Mode.TEST), Usd.parse(usd));
        return keys.create(ApiKeys.NewKey.unrestricted(reseller.accountId(), KeySecret.Kind.RESELLER_TEST))
                .secret()
                .reveal();
    }

    /** An admin with a key that may do everything. */
    public record Admin(long accountId, long keyId, String key) {}

    /** A key of an admin of its own that may do everything. */
    public String admin() {
        return adminAccount().key();
    }

    public Admin adminAccount() {
        long accountId =
                accounts.create(Accounts.NewAccount.admin("admin" + last.incrementAndGet() + "@example.com", "Admin"));
        ApiKeys.Created key = keys.create(ApiKeys.NewKey.unrestricted(accountId, KeySecret.Kind.ADMIN_LIVE));
        return new Admin(accountId, key.id(), key.secret().reveal());
    }

    public void topUp(long walletId, Usd amount) {
        transactions.executeWithoutResult(_ -> {
            ledger.lock(List.of(walletId));
            ledger.post(List.of(new Posting.TopUp(walletId, amount, "test", "for a test")));
        });
    }

    public ApiKeys keys() {
        return keys;
    }

    public Usd balance(Reseller reseller) {
        return accounts.balance(reseller.walletId()).orElseThrow();
    }

    public long ordersOf(Reseller reseller) {
        return jdbc.sql("select count(*) from orders where account_id = :id")
                .param("id", reseller.accountId())
                .query(Long.class)
                .single();
    }

    /** A manual item: ordered at once, delivered by a person. */
    public long manualItem(String usd) {
        return item("manual", usd, 100, "[]", null);
    }

    public long manualItemWithFields(String usd, String fields) {
        return item("manual", usd, 100, fields, null);
    }

    /** An item of a provider that nobody serves in these tests: its orders stay pending. */
    public long providerItem(String usd) {
        return item("provider", usd, 1, "[]", provider());
    }

    /** The same of a provider that takes requests to cancel. */
    public long cancelableItem(String usd) {
        long item = providerItem(usd);
        jdbc.sql("""
                update provider
                   set capabilities = '{cancel}'
                 where id = (select provider_id from item where id = :item)
                """).param("item", item).update();
        return item;
    }

    /** A voucher with so many codes in stock. */
    public long stockItem(String usd, int codes) {
        long item = item("stock", usd, 10, "[]", null);
        addCodes(item, codes);
        return item;
    }

    public void addCodes(long item, int codes) {
        stockCodes.add(
                item,
                Mode.LIVE,
                IntStream.range(0, codes)
                        .mapToObj(i -> "CODE-" + item + "-" + last.incrementAndGet())
                        .toList());
    }

    private long item(String source, String usd, int maxQuantity, String fields, Long providerId) {
        String name = "item-" + last.incrementAndGet();
        return jdbc.sql("""
                insert into item (slug, name, product_name, category, source, price_micros, max_quantity, fields,
                                  provider_id, external_id)
                values (:slug, :slug, 'Product of ' || :slug, 'games', :source, :price, :max, :fields::jsonb,
                        :provider::bigint, :external)
                returning id
                """)
                .param("slug", name)
                .param("source", source)
                .param("price", Usd.parse(usd).micros())
                .param("max", maxQuantity)
                .param("fields", fields)
                .param("provider", providerId)
                .param("external", providerId == null ? null : name)
                .query(Long.class)
                .single();
    }

    private long provider() {
        return jdbc.sql("""
                insert into provider (name, protocol, base_url, api_key_sealed, billing)
                values (:name, 'panel', 'http://localhost:9/api/v1', '\\x00', 'wallet')
                returning id
                """)
                .param("name", "provider-" + last.incrementAndGet())
                .query(Long.class)
                .single();
    }
}
