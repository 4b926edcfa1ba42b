package io.waybill.sync;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.waybill.provider.Adapter;
import io.waybill.provider.Provider;
import io.waybill.provider.ProviderAccount;
import io.waybill.provider.Providers;
import io.waybill.provider.upkeep.turn.KeptTurn;
import io.waybill.provider.upkeep.turn.Turn;
import io.waybill.provider.upkeep.turn.TurnLostException;
import io.waybill.provider.upkeep.turn.Turns;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does the work of a turn that was taken, and gives the turn back: finished, failed, or undone if the worker stops.
 * Keeps it meanwhile; if it passes on all the same, the work is given up, and nothing more is said of it. Thread-safe.
 */
final class TurnRunner {
    private static final Logger log = LoggerFactory.getLogger(TurnRunner.class);

    private final Turns turns;
    private final Providers providers;
    private final Map<String, Adapter> adapters;
    private final SyncSettings settings;
    private final MeterRegistry meters;

    TurnRunner(
            Turns turns,
            Providers providers,
            Collection<Adapter> adapters,
            SyncSettings settings,
            MeterRegistry meters) {
        this.turns = turns;
        this.providers = providers;
        this.adapters = adapters.stream().collect(Collectors.toUnmodifiableMap(Adapter::protocol, Function.identity()));
        this.settings = settings;
        this.meters = meters;
    }

    /** The protocols that can be spoken. */
    Set<String> protocols() {
        return adapters.keySet();
    }

    /** Never throws; an interrupt ends the work early. */
    void run(Job job, Turn turn) {
        Timer.Sample sample = Timer.start(meters);
        Ending ending = end(job, turn, work(job, turn));
        sample.stop(meters.timer("waybill.sync.turns", "chore", job.chore().wire(), "result", ending.word));
    }

    private Ran work(Job job, Turn turn) {
        try (KeptTurn _ = KeptTurn.keep(turns, turn)) {
            Optional<ProviderAccount> account =
                    providers.find(turn.providerId()).filter(ProviderAccount::active);
            return account.map(known -> work(job, turn, known)).orElseGet(Ran.Well::new);
        } catch (TurnLostException _) {
            return new Ran.Lost();
        } catch (CancellationException _) {
            return new Ran.Stopped();
        } catch (RuntimeException e) {
            if (Thread.interrupted()) {
                return new Ran.Stopped();
            }
            log.atError()
                    .addKeyValue("provider", turn.providerId())
                    .addKeyValue("chore", turn.chore().wire())
                    .setCause(e)
                    .log("provider could not be kept in step");
            return new Ran.Badly(String.valueOf(e.getMessage()));
        }
    }

    private Ran work(Job job, Turn turn, ProviderAccount account) {
        Adapter adapter = adapters.get(account.protocol());
        if (adapter == null) {
            return new Ran.Well();
        }
        try (Provider provider = adapter.connect(account)) {
            return job.work()
                    .run(turn, account, provider)
                    .<Ran>map(Ran.Badly::new)
                    .orElseGet(Ran.Well::new);
        }
    }

    private Ending end(Job job, Turn turn, Ran ran) {
        try {
            return switch (ran) {
                case Ran.Well _ -> turns.finish(turn, job.every()) ? Ending.DONE : Ending.LOST;
                case Ran.Badly badly ->
                    turns.fail(turn, badly.fault(), settings.retryFirst(), settings.retryMost())
                            ? Ending.FAILED
                            : Ending.LOST;
                case Ran.Stopped _ -> {
                    // The interrupt was for the work; the turn is given back with a clear head.
                    Thread.interrupted();
                    turns.release(turn);
                    yield Ending.STOPPED;
                }
                case Ran.Lost _ -> Ending.LOST;
            };
        } catch (RuntimeException e) {
            log.atWarn()
                    .addKeyValue("provider", turn.providerId())
                    .addKeyValue("chore", turn.chore().wire())
                    .setCause(e)
                    .log("turn could not be given back, it passes on by itself");
            return Ending.LOST;
        }
    }

    /** How the work went. */
    private sealed interface Ran {
        record Well() implements Ran {}

        record Badly(String fault) implements Ran {}

        record Stopped() implements Ran {}

        record Lost() implements Ran {}
    }

    private enum Ending {
        DONE("done"),
        FAILED("failed"),
        STOPPED("stopped"),
        LOST("lost");

        private final String word;

        Ending(String word) {
            this.word = word;
        }
    }
}
