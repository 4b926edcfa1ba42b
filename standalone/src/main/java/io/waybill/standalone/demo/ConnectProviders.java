package io.waybill.standalone.demo;

import io.waybill.account.Mode;
import io.waybill.catalog.Billing;
import io.waybill.provider.Capability;
import io.waybill.provider.ProviderAccount;
import io.waybill.provider.ProviderRegister;
import io.waybill.provider.Providers;
import io.waybill.standalone.data.SecretsFile;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.util.Set;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Two accounts at the simulator: one that our wallets pay for, and one that pays by itself for reseller packages. The
 * first is known to honour our references, so that a purchase of unknown outcome is found out by itself; the second is
 * not, and such an order of it waits for a person.
 */
final class ConnectProviders implements SeedPart {

    static final String WALLET_PROVIDER = "Simulator";
    static final String PACKAGES_PROVIDER = "Simulator, reseller packages";

    private static final int MAX_QUANTITY = 1;
    private static final int CONCURRENCY = 2_000;
    private static final int NO_RATE_LIMIT = 0;

    private final Providers providers;
    private final ProviderRegister register;
    private final JdbcDemoRows rows;
    private final SecretsFile secrets;
    private final URI baseUrl;
    private final TransactionTemplate transaction;

    ConnectProviders(
            Providers providers,
            ProviderRegister register,
            JdbcDemoRows rows,
            SecretsFile secrets,
            URI baseUrl,
            TransactionTemplate transaction) {
        this.providers = providers;
        this.register = register;
        this.rows = rows;
        this.secrets = secrets;
        this.baseUrl = baseUrl;
        this.transaction = transaction;
    }

    @Override
    public void plant() {
        connect(account(
                WALLET_PROVIDER,
                secrets.secrets().providerKey(),
                Billing.WALLET,
                new BigDecimal("5.00"),
                Set.of(Capability.IDEMPOTENCY)));
        connect(account(
                PACKAGES_PROVIDER,
                secrets.secrets().packagesKey(),
                Billing.PROVIDER,
                new BigDecimal("3.00"),
                Set.of()));
    }

    private void connect(ProviderAccount account) {
        transaction.executeWithoutResult(_ -> rows.providerId(account.name())
                .ifPresentOrElse(id -> follow(id, account), () -> providers.add(account)));
    }

    /**
     * The simulator may listen on another port than at the last start, and has other keys if the folder that it kept
     * them in is gone.
     */
    private void follow(long id, ProviderAccount account) {
        rows.moveProvider(id, baseUrl);
        if (!providers.find(id).orElseThrow().apiKey().equals(account.apiKey())) {
            register.changeKey(id, account.apiKey());
        }
    }

    private ProviderAccount account(
            String name, String key, Billing billing, BigDecimal marginPercent, Set<Capability> capabilities) {
        return new ProviderAccount(
                0,
                name,
                "panel",
                Mode.LIVE,
                baseUrl,
                key,
                billing,
                marginPercent,
                capabilities,
                MAX_QUANTITY,
                CONCURRENCY,
                NO_RATE_LIMIT,
                Duration.ofSeconds(2),
                Duration.ofSeconds(20),
                true);
    }
}
