package io.waybill.provider.upkeep.catalog;

import io.waybill.provider.CatalogAnswer;
import io.waybill.provider.CatalogMark;
import io.waybill.provider.CatalogRow;
import io.waybill.provider.Provider;
import io.waybill.provider.ProviderAccount;
import io.waybill.provider.ProviderException;
import io.waybill.provider.upkeep.turn.KeptTurn;
import io.waybill.provider.upkeep.turn.Turn;
import io.waybill.provider.upkeep.turn.TurnLostException;
import io.waybill.secret.SecretBox;
import io.waybill.settings.SettingsStore;
import io.waybill.spool.Spool;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Objects;
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
 * <p>An answer that was merged already, and would change nothing, is known again by its bytes or by the provider's word
 * for it, and is not read. Any other goes to a temporary file first: neither does it stand in memory, nor does a
 * transaction wait for the provider. Then one transaction, fenced by the turn, writes what differs. A row that can't be
 * sold costs only itself; an answer that is no catalog changes nothing. Either way the run is kept, with its counts and
 * the first reasons. Thread-safe.
 */
public final class ImportCatalog {
    private static final Logger log = LoggerFactory.getLogger(ImportCatalog.class);

    private final SettingsStore settings;
    private final MergeCatalog merge;
    private final SecretBox secretBox;
    private final Spool.Source spools;

    ImportCatalog(SettingsStore settings, MergeCatalog merge, SecretBox secretBox, Spool.Source spools) {
        this.settings = settings;
        this.merge = merge;
        this.secretBox = secretBox;
        this.spools = spools;
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
        CatalogRun run = attempt(turn, account, provider, wanted, true);
        report(run);
        return run;
    }

    /** @param mayBeKnown whether an answer that was merged already need not be read */
    private CatalogRun attempt(
            Turn turn, ProviderAccount account, Provider provider, Wanted wanted, boolean mayBeKnown) {
        Map<String, BigDecimal> rates = settings.read().rates();
        Asked asked = Asked.of(account, rates, secretBox);
        CatalogMark known = mayBeKnown ? merge.known(turn.providerId(), asked, wanted) : null;
        try (CatalogFile file = new CatalogFile(account, rates, spools)) {
            return switch (fill(file, provider, wanted, known)) {
                case Filled.Rows(CatalogMark mark) -> merge.merge(turn, file, wanted, asked, mark);
                case Filled.Failed(String fault) -> merge.refuse(turn, file, wanted, fault);
                case Filled.Known(CatalogMark mark) ->
                    merge.keepKnown(turn, asked, mark).orElseGet(() -> attempt(turn, account, provider, wanted, false));
            };
        } catch (IOException e) {
            throw new UncheckedIOException("a catalog's temporary file could not be closed", e);
        }
    }

    private static Filled fill(CatalogFile file, Provider provider, Wanted wanted, @Nullable CatalogMark known) {
        try {
            CatalogAnswer answer =
                    switch (wanted) {
                        case Wanted.Followed _, Wanted.Everything _ -> provider.catalog(known, file);
                        case Wanted.Rows rows -> fill(file, provider, rows.externalIds());
                    };
            file.complete();
            return switch (answer) {
                case CatalogAnswer.Read(CatalogMark mark) -> new Filled.Rows(mark);
                case CatalogAnswer.Known _ -> new Filled.Known(Objects.requireNonNull(known));
            };
        } catch (ProviderException e) {
            return failed(String.valueOf(e.getMessage()));
        } catch (UncheckedIOException e) {
            return failed("The catalog could not be kept until it was read: " + e.getMessage());
        }
    }

    private static Filled failed(String fault) {
        if (Thread.currentThread().isInterrupted()) {
            throw new CancellationException("interrupted while the provider was asked for its catalog");
        }
        return new Filled.Failed(fault);
    }

    private static CatalogAnswer fill(CatalogFile file, Provider provider, Set<String> wanted)
            throws ProviderException {
        Set<String> missing = new TreeSet<>(wanted);
        CatalogAnswer answer = provider.catalog(null, row -> {
            if (wanted.contains(row.externalId())) {
                missing.remove(row.externalId());
                file.accept(row);
            }
        });
        missing.forEach(id -> file.accept(new CatalogRow.Skipped(id, "is not in the catalog")));
        return answer;
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

    /** What the file holds after the provider was asked. */
    private sealed interface Filled {
        /** All rows. */
        record Rows(@Nullable CatalogMark mark) implements Filled {}

        /** Nothing: it is the answer that was known. */
        record Known(CatalogMark mark) implements Filled {}

        /** Nothing that may be used. */
        record Failed(String fault) implements Filled {}
    }
}
