package io.waybill.benchmark.peak;

import java.util.Random;

/**
 * How far away this machine's memory is just now. Virtual machines share the last cache of their processor with
 * neighbours that nobody sees: while these use it, whatever has more data than fit into the caches of one processor
 * becomes slower, by as much as a half for the services that are measured here.
 */
final class MemoryProbe {
    /** More than the caches of one processor hold, and less than the one that all processors share. */
    private static final int MEBIBYTES = 8;

    private static final int LINE_BYTES = 64;
    private static final int LINE_INTS = LINE_BYTES / Integer.BYTES;
    private static final int STEPS = 2_000_000;

    private final int[] next;
    private int place;

    MemoryProbe() {
        int lines = MEBIBYTES * (1 << 20) / LINE_BYTES;
        int[] order = new int[lines];
        Random random = new Random(lines);
        for (int i = 1; i < lines; i++) {
            int other = random.nextInt(i + 1);
            order[i] = order[other];
            order[other] = i;
        }
        next = new int[lines * LINE_INTS];
        for (int i = 0; i < lines; i++) {
            next[order[i] * LINE_INTS] = order[(i + 1) % lines] * LINE_INTS;
        }
    }

    /** Prints the nanoseconds that it takes to read a line of memory whose place is known only from the one before. */
    void print() {
        long start = System.nanoTime();
        for (int i = 0; i < STEPS; i++) {
            place = next[place];
        }
        double nanos = (System.nanoTime() - start) / (double) STEPS;
        Table.line(
                "(this machine: " + MEBIBYTES + " MiB of memory, a line read after the other)",
                Math.round(nanos) + " ns",
                "",
                "");
    }
}
