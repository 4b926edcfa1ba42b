package io.waybill.standalone;

import org.jspecify.annotations.Nullable;

/** Waybill can't start, for a reason that whoever started it can do something about: the message names both. */
public final class CannotStart extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** With what to tell, and what lay beneath, if anything. */
    public CannotStart(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
