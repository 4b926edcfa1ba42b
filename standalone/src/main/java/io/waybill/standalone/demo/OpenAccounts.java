package io.waybill.standalone.demo;

import io.waybill.account.Account;
import io.waybill.account.Accounts;
import io.waybill.account.Accounts.NewAccount;
import io.waybill.account.ApiKey;
import io.waybill.account.ApiKeys;
import io.waybill.account.ApiKeys.NewKey;
import io.waybill.account.Mode;
import io.waybill.ledger.Ledger;
import io.waybill.ledger.Posting.TopUp;
import io.waybill.money.Usd;
import io.waybill.secret.KeySecret;
import io.waybill.standalone.data.SecretsFile;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.support.TransactionTemplate;

/** A reseller with money and an admin, each with a key that the secrets file remembers. */
final class OpenAccounts implements SeedPart {

    private static final Usd OPENING_BALANCE = Usd.parse("100000.00");
    private static final Usd PROVIDER_DAILY_CAP = Usd.parse("5000.00");

    private final Accounts accounts;
    private final ApiKeys apiKeys;
    private final Ledger ledger;
    private final SecretsFile secrets;
    private final TransactionTemplate transaction;

    OpenAccounts(
            Accounts accounts, ApiKeys apiKeys, Ledger ledger, SecretsFile secrets, TransactionTemplate transaction) {
        this.accounts = accounts;
        this.apiKeys = apiKeys;
        this.ledger = ledger;
        this.secrets = secrets;
        this.transaction = transaction;
    }

    @Override
    public void plant() {
        transaction.executeWithoutResult(_ -> openReseller());
        transaction.executeWithoutResult(_ -> openAdmin());
    }

    private void openReseller() {
        long id = accounts.byEmail(DemoStore.RESELLER_EMAIL).map(Account::id).orElseGet(this::createReseller);
        if (!isGood(secrets.secrets().apiKey())) {
            secrets.keepApiKey(newKey(id, KeySecret.Kind.RESELLER_LIVE));
        }
    }

    private void openAdmin() {
        long id = accounts.byEmail(DemoStore.ADMIN_EMAIL)
                .map(Account::id)
                .orElseGet(() -> accounts.create(NewAccount.admin(DemoStore.ADMIN_EMAIL, "Demo admin")));
        if (!isGood(secrets.secrets().adminKey())) {
            secrets.keepAdminKey(newKey(id, KeySecret.Kind.ADMIN_LIVE));
        }
    }

    private long createReseller() {
        long id = accounts.create(new NewAccount(
                DemoStore.RESELLER_EMAIL, "Demo reseller", Account.Role.RESELLER, 0, true, PROVIDER_DAILY_CAP));
        long wallet = accounts.walletId(id, Mode.LIVE);
        ledger.lock(List.of(wallet));
        ledger.post(List.of(new TopUp(wallet, OPENING_BALANCE, "demo", "Opening balance of the demo store")));
        return id;
    }

    private boolean isGood(@Nullable String key) {
        return key != null
                && KeySecret.parse(key)
                        .flatMap(apiKeys::authenticate)
                        .filter(known -> known.state() == ApiKey.State.VALID)
                        .isPresent();
    }

    /**
     * The secret is on the disk before the key is committed: a crash in between leaves a secret without a key, never a
     * lost key.
     */
    private String newKey(long accountId, KeySecret.Kind kind) {
        return apiKeys.create(NewKey.unrestricted(accountId, kind)).secret().reveal();
    }
}
