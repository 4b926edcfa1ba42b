package io.waybill.provider.upkeep.catalog;

import io.waybill.money.Usd;
import io.waybill.provider.CatalogMark;
import io.waybill.provider.Selection;
import io.waybill.provider.upkeep.event.ProviderEvent;
import io.waybill.provider.upkeep.event.ProviderEvent.Kind;
import io.waybill.provider.upkeep.event.ProviderEvents;
import io.waybill.provider.upkeep.turn.Turn;
import io.waybill.provider.upkeep.turn.Turns;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Brings a catalog into the items and keeps the run, in one transaction that the turn fences. What was merged already
 * is neither copied nor compared.
 *
 * <p>INVARIANT: the turn is confirmed, and with it locked, after the rows were copied. Whoever is paused while it
 * copies holds nothing that another needs; from the confirmation on only the database works, and the transaction of a
 * worker that is paused then ends by itself.
 */
final class MergeCatalog {
    private static final int MAX_ERROR = 500;
    private static final int MAX_NAMED = 5;

    private final JdbcStaging staging;
    private final JdbcCatalogMerge merge;
    private final JdbcCatalogState state;
    private final JdbcCatalogRuns runs;
    private final ProviderEvents events;
    private final TransactionTemplate transactions;
    private final Turns turns;

    MergeCatalog(
            JdbcStaging staging,
            JdbcCatalogMerge merge,
            JdbcCatalogState state,
            JdbcCatalogRuns runs,
            ProviderEvents events,
            TransactionTemplate transactions,
            Turns turns) {
        this.staging = staging;
        this.merge = merge;
        this.state = state;
        this.runs = runs;
        this.events = events;
        this.transactions = transactions;
        this.turns = turns;
    }

    /**
     * By what the provider's answer is known that would change nothing, unless an item was written since, which is
     * found out when it is known; null if any answer might. A provider's word that it is the same is not taken when a
     * person asks.
     */
    @Nullable
    CatalogMark known(long providerId, Asked asked, Wanted wanted) {
        return switch (wanted) {
            case Wanted.Followed _ -> state.mark(providerId, asked).orElse(null);
            case Wanted.Everything _ ->
                state.selection(providerId) == Selection.CHOSEN
                        ? null
                        : state.mark(providerId, asked)
                                .map(CatalogMark::withoutEtag)
                                .orElse(null);
            case Wanted.Rows _ -> null;
        };
    }

    /** Keeps a run for the answer that was known; empty if it would change something by now. */
    Optional<CatalogRun> keepKnown(Turn turn, Asked asked, CatalogMark known) {
        return Objects.requireNonNull(transactions.execute(_ -> state.mark(turn.providerId(), asked)
                .filter(mark -> mark.digests().equals(known.digests()) && state.isAsLeft(turn.providerId()))
                .flatMap(_ -> unchanged(turn))));
    }

    /** Merges the file; one without any row changes nothing while items of the provider are on offer. */
    CatalogRun merge(Turn turn, CatalogFile file, Wanted wanted, Asked asked, @Nullable CatalogMark mark) {
        byte[] hash = file.hash();
        return transaction(() -> switch (wanted) {
            case Wanted.Followed _ -> marked(mergeWhole(turn, file, hash, false), asked, mark);
            case Wanted.Everything _ -> marked(mergeWhole(turn, file, hash, true), asked, mark);
            case Wanted.Rows rows -> mergeRows(turn, file, rows);
        });
    }

    private CatalogRun marked(CatalogRun run, Asked asked, @Nullable CatalogMark mark) {
        if (!run.failed()) {
            state.writeMark(run.providerId(), asked, mark);
        }
        return run;
    }

    private CatalogRun mergeWhole(Turn turn, CatalogFile file, byte[] hash, boolean everything) {
        boolean chosen = state.selection(turn.providerId()) == Selection.CHOSEN;
        boolean merged =
                !(chosen && everything) && state.isMerged(turn.providerId(), hash) && state.isAsLeft(turn.providerId());
        Optional<CatalogRun> known = merged ? unchanged(turn) : Optional.empty();
        return known.isPresent() ? known.get() : mergeAnew(turn, file, hash, chosen, everything);
    }

    /** What was asked for by hand says nothing of the whole catalog, so that its state stays as it is. */
    private CatalogRun mergeRows(Turn turn, CatalogFile file, Wanted.Rows rows) {
        stage(turn, file);
        turns.confirm(turn);
        Merged merged = merge.merge(turn.providerId(), false);
        return told(turn, keep(imported(file, file.rows(), merged), rows), merged);
    }

    /** Keeps a run that could not be merged. */
    CatalogRun refuse(Turn turn, CatalogFile file, Wanted wanted, String fault) {
        return transaction(() -> {
            turns.confirm(turn);
            return keep(failed(file, fault), wanted);
        });
    }

    private CatalogRun transaction(Supplier<CatalogRun> work) {
        CatalogRun done = transactions.execute(_ -> work.get());
        if (done == null) {
            throw new IllegalStateException("the merge gave no result");
        }
        return done;
    }

    private Optional<CatalogRun> unchanged(Turn turn) {
        return runs.lastFindings(turn.providerId()).map(last -> {
            turns.confirm(turn);
            return keep(unchanged(turn.providerId(), last), new Wanted.Followed());
        });
    }

    private CatalogRun mergeAnew(Turn turn, CatalogFile file, byte[] hash, boolean chosen, boolean everything) {
        int offered = file.rows() > 0 ? 0 : merge.countOffered(turn.providerId());
        if (offered > 0) {
            turns.confirm(turn);
            return keep(
                    failed(
                            file,
                            "The catalog holds nothing that can be sold, while " + offered
                                    + " of its items are on offer: nothing was changed."),
                    new Wanted.Followed());
        }
        stage(turn, file);
        int rows = file.rows() - (chosen && !everything ? staging.dropUnknown(turn.providerId()) : 0);
        turns.confirm(turn);
        if (everything) {
            state.selectAll(turn.providerId());
        }
        Merged merged = merge.merge(turn.providerId(), true);
        state.write(turn.providerId(), hash, merged.left());
        return told(turn, keep(imported(file, rows, merged), new Wanted.Followed()), merged);
    }

    private void stage(Turn turn, CatalogFile file) {
        merge.prepare();
        staging.fill(file);
        staging.keepOwnColumns(turn.providerId());
    }

    private CatalogRun told(Turn turn, CatalogRun run, Merged merged) {
        if (merged.waitingNewly() > 0) {
            events.tell(new ProviderEvent(turn.providerId(), Kind.PRICE_CHANGED, waiting(merged)));
        }
        return run;
    }

    /** Keeps the run, and tells if imports fail now or no more. */
    private CatalogRun keep(CatalogRun run, Wanted wanted) {
        boolean failedBefore = runs.lastFailed(run.providerId()).orElse(false);
        runs.keep(run, selected(wanted));
        String error = run.error();
        if (error != null && !failedBefore) {
            events.tell(new ProviderEvent(run.providerId(), Kind.CATALOG_FAILED, error));
        } else if (error == null && failedBefore) {
            events.tell(new ProviderEvent(run.providerId(), Kind.CATALOG_RECOVERED, "The catalog is imported again."));
        }
        return run;
    }

    private static @Nullable Integer selected(Wanted wanted) {
        return switch (wanted) {
            case Wanted.Followed _, Wanted.Everything _ -> null;
            case Wanted.Rows rows -> rows.externalIds().size();
        };
    }

    private static CatalogRun failed(CatalogFile file, String fault) {
        return new CatalogRun(
                file.account().id(),
                0,
                0,
                0,
                0,
                file.skipped(),
                file.skips(),
                0,
                0,
                0,
                0,
                List.of(),
                fault.substring(0, Math.min(fault.length(), MAX_ERROR)));
    }

    private static CatalogRun unchanged(long providerId, JdbcCatalogRuns.Findings last) {
        return new CatalogRun(
                providerId,
                0,
                0,
                last.rows(),
                0,
                last.skipped(),
                last.skips(),
                0,
                0,
                last.waiting(),
                0,
                List.of(),
                null);
    }

    /** @param rows those that were merged */
    private static CatalogRun imported(CatalogFile file, int rows, Merged merged) {
        return new CatalogRun(
                file.account().id(),
                merged.created(),
                merged.updated(),
                rows - merged.created() - merged.updated(),
                merged.removed(),
                file.skipped() + merged.refused(),
                skips(file, merged),
                merged.priceUp(),
                merged.priceDown(),
                merged.waiting(),
                merged.openOrders(),
                merged.changes(),
                null);
    }

    private static List<CatalogRun.Skip> skips(CatalogFile file, Merged merged) {
        List<CatalogRun.Skip> skips = new ArrayList<>(file.skips());
        merged.refusals().stream()
                .limit(CatalogFile.MAX_SKIPS_SHOWN - skips.size())
                .map(MergeCatalog::skip)
                .forEach(skips::add);
        return skips;
    }

    private static CatalogRun.Skip skip(Merged.Refusal refusal) {
        return new CatalogRun.Skip(
                refusal.externalId(),
                "not available: its price of " + Usd.ofMicros(refusal.priceMicros()) + " does not cover its cost of "
                        + Usd.ofMicros(refusal.costMicros()));
    }

    private static String waiting(Merged merged) {
        String named = merged.changes().stream()
                .filter(change -> change.change() == CatalogRun.Change.Kind.WAITING)
                .limit(MAX_NAMED)
                .map(change -> "item " + change.itemId() + " (" + change.externalId() + ")")
                .collect(Collectors.joining(", "));
        return merged.waitingNewly()
                + " items cost so much more than before that their prices wait for a person, such as " + named + ".";
    }
}
