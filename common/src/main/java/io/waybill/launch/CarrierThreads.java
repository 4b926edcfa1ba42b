package io.waybill.launch;

/**
 * Room for virtual threads that load classes. While a virtual thread waits inside class loading it keeps its carrier
 * thread, and there are only as many carriers as processors: on a machine with two, two such waiting threads stop all
 * others, the one they wait for included. That happened with classes read from an executable jar.
 */
public final class CarrierThreads {
    private static final String PARALLELISM = "jdk.virtualThreadScheduler.parallelism";
    private static final int AT_LEAST = 16;

    private CarrierThreads() {}

    /**
     * Makes sure that there are enough carriers; a number given on the command line stays. To be called first thing in
     * a {@code main}: the property is read when the first virtual thread starts.
     */
    public static void makeRoom() {
        if (System.getProperty(PARALLELISM) == null) {
            int carriers = Math.max(AT_LEAST, Runtime.getRuntime().availableProcessors());
            System.setProperty(PARALLELISM, Integer.toString(carriers));
        }
    }
}
