package io.waybill.standalone.demo;

import io.waybill.provider.Adapter;
import io.waybill.provider.Provider;
import io.waybill.provider.ProviderAccount;
import io.waybill.provider.Providers;
import io.waybill.provider.upkeep.catalog.CatalogRun;
import io.waybill.provider.upkeep.catalog.ImportCatalog;
import io.waybill.provider.upkeep.turn.Chore;
import io.waybill.provider.upkeep.turn.Turn;
import io.waybill.provider.upkeep.turn.Turns;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/**
 * Imports the catalogs of both accounts, unless that was done; from then on the sync worker keeps them up to date, if
 * one runs.
 */
final class ImportCatalogs implements SeedPart {

    /** When the sync worker's turn is. */
    private static final Duration NEXT_IMPORT = Duration.ofMinutes(5);

    private static final Duration LOOK_AGAIN = Duration.ofMillis(100);

    private final JdbcDemoRows rows;
    private final Providers providers;
    private final Adapter panel;
    private final Turns turns;
    private final ImportCatalog importCatalog;

    ImportCatalogs(JdbcDemoRows rows, Providers providers, Adapter panel, Turns turns, ImportCatalog importCatalog) {
        this.rows = rows;
        this.providers = providers;
        this.panel = panel;
        this.turns = turns;
        this.importCatalog = importCatalog;
    }

    @Override
    public void plant() {
        turns.openMissing(Set.of(panel.protocol()));
        importUnlessDone(ConnectProviders.WALLET_PROVIDER);
        importUnlessDone(ConnectProviders.PACKAGES_PROVIDER);
    }

    private void importUnlessDone(String name) {
        long id = rows.providerId(name).orElseThrow();
        if (!rows.wasImported(id)) {
            importFrom(providers.find(id).orElseThrow());
        }
    }

    private void importFrom(ProviderAccount account) {
        Turn turn = take(account);
        try (Provider provider = panel.connect(account)) {
            CatalogRun run = importCatalog.run(turn, account, provider);
            if (run.failed()) {
                throw new IllegalStateException(
                        "The catalog of " + account.name() + " could not be imported: " + run.error());
            }
        } finally {
            turns.finish(turn, NEXT_IMPORT);
        }
    }

    /** A start that was killed while it imported holds its turn for a few seconds yet. */
    private Turn take(ProviderAccount account) {
        long patience = turns.hold().multipliedBy(2).toNanos();
        long begin = System.nanoTime();
        Optional<Turn> turn = turns.take(account.id(), Chore.CATALOG);
        while (turn.isEmpty() && System.nanoTime() - begin < patience) {
            LockSupport.parkNanos(LOOK_AGAIN.toNanos());
            turn = turns.take(account.id(), Chore.CATALOG);
        }
        return turn.orElseThrow(() ->
                new IllegalStateException("Somebody else imports the catalog of " + account.name() + " all the time."));
    }
}
