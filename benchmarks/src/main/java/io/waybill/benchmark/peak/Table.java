package io.waybill.benchmark.peak;

import java.util.List;
import java.util.Locale;

/** Prints one line a figure, as soon as it is known. */
final class Table {
    private Table() {}

    static void head(PeakOptions options) {
        System.out.printf(
                Locale.ROOT,
                "%d processors, api-service %s, %d connections, medians of %d rounds of %d s in turns%n%n",
                Runtime.getRuntime().availableProcessors(),
                PeakOptions.HEAP,
                PeakOptions.CONNECTIONS,
                options.rounds(),
                options.round().toSeconds());
        line("figure", "measured", "ratio", "goal");
    }

    static void line(String figure, String measured, String ratio, String goal) {
        System.out.printf(Locale.ROOT, "%-66s %16s %10s %10s%n", figure, measured, ratio, goal);
    }

    /** The rate of a peer, and ours as a ratio to it. */
    static void peer(String name, double perSecond, double ours, String goal) {
        line("  against " + name, perSecond(perSecond), ratio(ours, perSecond), goal);
    }

    static String perSecond(double rate) {
        return String.format(Locale.ROOT, "%.0f/s", rate);
    }

    static String ratio(double figure, double peer) {
        return String.format(Locale.ROOT, "%.2f x", figure / peer);
    }

    static String millis(double millis) {
        return String.format(Locale.ROOT, "%.1f ms", millis);
    }

    /** The lowest and the highest. */
    static String range(List<Double> figures) {
        List<Double> sorted = figures.stream().sorted().toList();
        return String.format(Locale.ROOT, "%.0f to %.0f", sorted.getFirst(), sorted.getLast());
    }

    static double median(List<Double> figures) {
        return figures.stream().sorted().toList().get(figures.size() / 2);
    }
}
