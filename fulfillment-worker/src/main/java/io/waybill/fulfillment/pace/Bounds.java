package io.waybill.fulfillment.pace;

import java.time.Duration;

/** Refuses settings that are out of bounds, with a sentence that names them. */
public final class Bounds {
    private Bounds() {}

    public static void check(String setting, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(setting + " must be " + least + " to " + most + ", not " + value);
        }
    }

    public static void check(String setting, Duration value, Duration least, Duration most) {
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            throw new IllegalArgumentException(setting + " must be " + least + " to " + most + ", not " + value);
        }
    }
}
