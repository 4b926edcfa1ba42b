package io.waybill.provider.upkeep.catalog;

import io.waybill.provider.CatalogRow;
import io.waybill.provider.Provider;
import io.waybill.provider.ProviderAccount;
import io.waybill.provider.ProviderException;
import io.waybill.provider.upkeep.turn.KeptTurn;
import io.waybill.provider.upkeep.turn.Turn;
import io.waybill.provider.upkeep.turn.TurnLostException;
import io.waybill.settings.SettingsStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Makes the items of a provider what its catalog says: new ones are offered, changed ones follow, and those that it
 * offers no more, or not readably, are switched off until they come back. Prices are converted to dollars at the rates
 * in force, the margin is put on them, and the provider's rules apply: a cost that rises too far waits for a person,
 * and what would be sold below its cost is not available, unless its owner allows that.
 *
 * <p>The catalog goes to a temporary file first: neither does it stand in memory, nor does a transaction wait for the
 * provider. Then one transaction, fenced by the turn, writes what differs. A row that can't be sold costs only itself;
 * an answer that is no catalog changes nothing. Either way the run is kept, with its counts and the first reasons.
 * Thread-safe.
 */
public final class ImportCatalog {
    private static final Logger log = LoggerFactory.getLogger(ImportCatalog.class);

    private final SettingsStore settings;
    private final MergeCatalog merge;

    ImportCatalog(SettingsStore settings, MergeCatalog merge) {
        this.settings = settings;
        this.merge = merge;
    }

    /** As {@link #run(Turn, ProviderAccount, Provider, Wanted)}, for what the provider's selection says. */
    public CatalogRun run(Turn turn, ProviderAccount account, Provider provider) {
        return run(turn, account, provider, new Wanted.Followed());
    }

    /**
     * @param turn for the catalog of that provider, and kept ({@link KeptTurn}) while this runs
     * @throws TurnLostException if the turn has passed on meanwhile; nothing was written
     * @throws CancellationException if the thread was interrupted; nothing was written
     */
    public CatalogRun run(Turn turn, ProviderAccount account, Provider provider, Wanted wanted) {
        try (CatalogFile file = CatalogFile.create(account, settings.read().rates())) {
            String fault = fill(file, provider, wanted);
            CatalogRun run = fault == null ? merge.merge(turn, file, wanted) : merge.refuse(turn, file, wanted, fault);
            report(run);
            return run;
        } catch (IOException e) {
            throw new UncheckedIOException("a catalog could not be kept in a temporary file", e);
        }
    }

    private static @Nullable String fill(CatalogFile file, Provider provider, Wanted wanted) throws IOException {
        try {
            switch (wanted) {
                case Wanted.Followed _, Wanted.Everything _ -> provider.catalog(file);
                case Wanted.Rows rows -> fill(file, provider, rows.externalIds());
            }
            file.complete();
            return null;
        } catch (ProviderException e) {
            if (Thread.currentThread().isInterrupted()) {
                throw new CancellationException("interrupted while the provider was asked for its catalog");
            }
            return String.valueOf(e.getMessage());
        }
    }

    private static void fill(CatalogFile file, Provider provider, Set<String> wanted) throws ProviderException {
        Set<String> missing = new TreeSet<>(wanted);
        provider.catalog(row -> {
            if (wanted.contains(row.externalId())) {
                missing.remove(row.externalId());
                file.accept(row);
            }
        });
        missing.forEach(id -> file.accept(new CatalogRow.Skipped(id, "is not in the catalog")));
    }

    private static void report(CatalogRun run) {
        LoggingEventBuilder line = (run.failed() ? log.atWarn().addKeyValue("error", run.error()) : log.atInfo())
                .addKeyValue("provider", run.providerId())
                .addKeyValue("created", run.created())
                .addKeyValue("updated", run.updated())
                .addKeyValue("unchanged", run.unchanged())
                .addKeyValue("removed", run.removed())
                .addKeyValue("skipped", run.skipped())
                .addKeyValue("waiting", run.waiting());
        line.log(run.failed() ? "catalog not imported" : "catalog imported");
    }
}
