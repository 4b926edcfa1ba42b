package io.waybill.api.intake;

/** Tells the threads of lanes from all others: what a lane uses must not be what everybody waits for. */
public final class LaneThread {
    private static final ScopedValue<Boolean> MARK = ScopedValue.newInstance();

    private LaneThread() {}

    /** Whether the caller is a lane. */
    public static boolean isCurrent() {
        return MARK.isBound();
    }

    static void run(Runnable work) {
        ScopedValue.where(MARK, true).run(work);
    }
}
