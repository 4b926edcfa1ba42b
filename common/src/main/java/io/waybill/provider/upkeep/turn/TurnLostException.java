package io.waybill.provider.upkeep.turn;

/** The turn has passed on to somebody else; nothing was written. */
public final class TurnLostException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public TurnLostException(Turn turn) {
        super("The turn to keep the " + turn.chore().wire() + " of provider " + turn.providerId()
                + " in step has passed on to somebody else.");
    }
}
