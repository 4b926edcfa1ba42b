package io.waybill.standalone.demo;

import io.waybill.money.Usd;
import io.waybill.simulator.catalog.Item;
import io.waybill.standalone.demo.JdbcDemoRows.Draft;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Of the account that pays by itself, a few items are on sale, as if an admin had switched off the others: everything
 * twice, once for each account, would be no catalog to begin with.
 */
final class ChoosePackages implements SeedPart {

    /** Until the import knows better, a moment later. */
    private static final Usd PRICE_FOR_NOW = Usd.ofMicros(1_000_000);

    private final JdbcDemoRows rows;
    private final TransactionTemplate transaction;

    ChoosePackages(JdbcDemoRows rows, TransactionTemplate transaction) {
        this.rows = rows;
        this.transaction = transaction;
    }

    @Override
    public void plant() {
        transaction.executeWithoutResult(_ -> {
            long provider = rows.providerId(ConnectProviders.PACKAGES_PROVIDER).orElseThrow();
            if (!rows.wasImported(provider)) {
                Upstream.catalog().items().forEach(item -> choose(provider, item));
            }
        });
    }

    private void choose(long provider, Item item) {
        rows.addPackage(
                provider,
                item.id(),
                Upstream.RESELLER_PACKAGES.contains(item.id()),
                new Draft(
                        "package-" + item.slug(),
                        item.name(),
                        item.productName(),
                        item.category(),
                        item.description(),
                        PRICE_FOR_NOW));
    }
}
