package io.waybill.system;

import io.waybill.fulfillment.checkpoint.Checkpoint;
import io.waybill.fulfillment.checkpoint.Probe;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Kills or stops the process that it is in, at a checkpoint, once. Sprung on the thread that passes the checkpoint,
 * which goes no further before it. Thread-safe.
 */
final class Trap implements Probe {
    /** What a killed process ends with. */
    static final int KILLED = 77;

    private @Nullable Checkpoint where;
    private int passes;
    private Spring spring = Spring.KILL;

    /** @param pass springs when the checkpoint is passed for so many times from now on, counted from 1 */
    synchronized void arm(Checkpoint checkpoint, int pass, Spring effect) {
        where = checkpoint;
        passes = pass;
        spring = effect;
    }

    @Override
    public void reached(Checkpoint checkpoint) {
        if (isSprung(checkpoint)) {
            switch (spring) {
                case KILL -> Runtime.getRuntime().halt(KILLED);
                case STOP -> stop();
            }
        }
    }

    private synchronized boolean isSprung(Checkpoint checkpoint) {
        if (checkpoint != where || !isLast(checkpoint) || --passes > 0) {
            return false;
        }
        where = null;
        return true;
    }

    /** The gate is asked several times for one request; what counts is the last time, when the body's turn has come. */
    private static boolean isLast(Checkpoint checkpoint) {
        return switch (checkpoint) {
            case BEFORE_FRESHNESS_CHECK, AFTER_FRESHNESS_CHECK ->
                StackWalker.getInstance()
                        .walk(frames ->
                                frames.anyMatch(frame -> frame.getClassName().endsWith(".SendOnce")));
            case AFTER_POLL,
                    BEFORE_CLAIM_COMMIT,
                    AFTER_CLAIM_COMMIT,
                    BEFORE_ACKNOWLEDGE,
                    AFTER_ACKNOWLEDGE,
                    AFTER_ANSWER,
                    BEFORE_SETTLE_COMMIT,
                    AFTER_SETTLE_COMMIT -> true;
        };
    }

    /** Returns when somebody has let the process go on. */
    private static void stop() {
        try {
            new ProcessBuilder(
                            "kill",
                            "-STOP",
                            Long.toString(ProcessHandle.current().pid()))
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new IllegalStateException("the process could not stop itself", e);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** What the trap does. */
    enum Spring {
        /** Ends the process without any cleanup. */
        KILL,
        /** Stops it until it is told to continue. */
        STOP
    }
}
