package io.waybill.provider.upkeep.turn;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * Whose turn it is, in PostgreSQL and by its clock. A turn that is not renewed passes on after {@link #hold()}.
 * Thread-safe; each method is a transaction of its own, or part of the caller's.
 */
public interface Turns {
    /** How long a turn is held without being renewed. */
    Duration hold();

    /**
     * Opens the turns of active providers that have none yet; they are due at once.
     *
     * @param protocols those that can be spoken
     */
    void openMissing(Set<String> protocols);

    /** Takes the turn that is due the longest, if any is due and held by nobody. */
    Optional<Turn> takeDue(Chore chore, Set<String> protocols);

    /** Takes the turn of one provider, due or not; empty while somebody holds it. */
    Optional<Turn> take(long providerId, Chore chore);

    /** @return false if the turn has passed on */
    boolean renew(Turn turn);

    /**
     * Makes sure, inside the caller's transaction and until its end, that the turn does not pass on.
     *
     * @throws TurnLostException if it has; the caller's transaction must end without effect
     */
    void confirm(Turn turn);

    /**
     * Gives the turn back; it is due again after {@code every}, or as somebody asked meanwhile. False if it had passed
     * on.
     */
    boolean finish(Turn turn, Duration every);

    /**
     * Gives the turn back after a failure; it is due again after {@code first}, doubled for each failure in a row, at
     * most {@code most}.
     */
    boolean fail(Turn turn, String error, Duration first, Duration most);

    /** Gives the turn back undone, for anybody to take at once. */
    boolean release(Turn turn);
}
