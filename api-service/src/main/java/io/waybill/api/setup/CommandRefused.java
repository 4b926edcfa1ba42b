package io.waybill.api.setup;

/** A command was given something that it can't work with; the message says what to do. */
final class CommandRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    CommandRefused(String message) {
        super(message);
    }
}
