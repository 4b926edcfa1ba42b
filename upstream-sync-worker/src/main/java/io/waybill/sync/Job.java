package io.waybill.sync;

import io.waybill.provider.Provider;
import io.waybill.provider.ProviderAccount;
import io.waybill.provider.upkeep.turn.Chore;
import io.waybill.provider.upkeep.turn.Turn;
import java.time.Duration;
import java.util.Optional;

/**
 * A chore as this worker does it.
 *
 * @param every pause between two runs for one provider
 * @param atOnce for how many providers at a time
 */
record Job(Chore chore, Duration every, int atOnce, Work work) {
    /** What is done in one turn. */
    @FunctionalInterface
    interface Work {
        /** Returns what was wrong with the provider, in words; empty if all went well. */
        Optional<String> run(Turn turn, ProviderAccount account, Provider provider);
    }
}
