package io.waybill.fulfillment.pace;

/** A clock that never jumps. Only differences mean something. */
@FunctionalInterface
public interface Ticker {
    long nanos();

    static Ticker system() {
        return System::nanoTime;
    }
}
