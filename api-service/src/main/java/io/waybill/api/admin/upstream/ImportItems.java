package io.waybill.api.admin.upstream;

import io.waybill.api.admin.upstream.Contact.Result.Found;
import io.waybill.api.admin.upstream.Contact.Result.Not;
import io.waybill.error.ErrorCode;
import io.waybill.error.Refusal;
import io.waybill.provider.Provider;
import io.waybill.provider.upkeep.catalog.CatalogRun;
import io.waybill.provider.upkeep.catalog.ImportCatalog;
import io.waybill.provider.upkeep.catalog.Wanted;
import io.waybill.provider.upkeep.turn.Chore;
import io.waybill.provider.upkeep.turn.KeptTurn;
import io.waybill.provider.upkeep.turn.Turn;
import io.waybill.provider.upkeep.turn.TurnLostException;
import io.waybill.provider.upkeep.turn.Turns;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.locks.LockSupport;

/**
 * Imports of a provider's catalog what its owner asks for, in a turn of its own: never at the same time as a sync of
 * the same provider. Thread-safe.
 */
public final class ImportItems {
    private static final Duration LOOK_AGAIN = Duration.ofMillis(100);

    /** When the sync worker's turn is. */
    private static final Duration NEXT_SYNC = Duration.ofMinutes(5);

    private final Contact contact;
    private final ImportCatalog importCatalog;
    private final Turns turns;
    private final JdbcOffered offered;
    private final Duration patience;

    /** @param patience how long a running sync is waited for */
    ImportItems(Contact contact, ImportCatalog importCatalog, Turns turns, JdbcOffered offered, Duration patience) {
        this.contact = contact;
        this.importCatalog = importCatalog;
        this.turns = turns;
        this.offered = offered;
        this.patience = patience;
    }

    /** Outside of any transaction; takes as long as the provider's catalog does. */
    public Result run(long providerId, Wanted wanted) {
        return switch (contact.find(providerId)) {
            case Not(Refusal refusal) -> new Result.Refused(refusal);
            case Found found ->
                take(providerId).map(turn -> run(turn, found, wanted)).orElseGet(ImportItems::busy);
        };
    }

    private Optional<Turn> take(long providerId) {
        long begin = System.nanoTime();
        Optional<Turn> turn = turns.take(providerId, Chore.CATALOG);
        while (turn.isEmpty() && System.nanoTime() - begin < patience.toNanos()) {
            LockSupport.parkNanos(LOOK_AGAIN.toNanos());
            turn = turns.take(providerId, Chore.CATALOG);
        }
        return turn;
    }

    private Result run(Turn turn, Found found, Wanted wanted) {
        boolean imported = false;
        try (KeptTurn _ = KeptTurn.keep(turns, turn);
                Provider provider = found.connect()) {
            CatalogRun run = importCatalog.run(turn, found.account(), provider, wanted);
            imported = !run.failed();
            String error = run.error();
            return error == null
                    ? new Result.Imported(offered.newestRun(turn.providerId()), run)
                    : new Result.Refused(Refusal.of(ErrorCode.PROVIDER_FAILED, "Nothing was imported: " + error));
        } catch (TurnLostException | CancellationException _) {
            return busy();
        } finally {
            giveBack(turn, imported);
        }
    }

    /** A failed import leaves the next try to the sync worker, which is due as before. */
    private void giveBack(Turn turn, boolean imported) {
        if (imported) {
            turns.finish(turn, NEXT_SYNC);
        } else {
            turns.release(turn);
        }
    }

    private static Result busy() {
        return new Result.Refused(Refusal.of(
                ErrorCode.REQUEST_IN_PROGRESS,
                "The catalog of this provider is being imported already: try again when that is done."));
    }

    /** What came of it. */
    public sealed interface Result {
        record Imported(long runId, CatalogRun run) implements Result {}

        /** Nothing was imported. */
        record Refused(Refusal refusal) implements Result {}
    }
}
