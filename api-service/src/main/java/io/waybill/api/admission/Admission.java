package io.waybill.api.admission;

import java.util.HashMap;
import java.util.Map;

/**
 * Places for requests. Whoever asks may hold at most as many as are left free: one client alone gets half of them, two
 * a third each, and there is always room for one who had none. The rule is that of Choudhury and Hahne for the shared
 * memory of packet switches, "Dynamic Queue Length Thresholds" (1998), with a factor of 1. Thread-safe.
 */
final class Admission {
    private final int places;
    private final Map<String, Integer> held = new HashMap<>();
    private int free;

    Admission(int places) {
        this.places = places;
        this.free = places;
    }

    /**
     * Takes places, all or none; who got them gives them back by {@link #leave}.
     *
     * @param wanted 1 or more; more than half of all counts as half
     */
    synchronized boolean enter(String client, int wanted) {
        int more = counted(wanted);
        int own = held.getOrDefault(client, 0);
        if (own + more > free) {
            return false;
        }
        free -= more;
        held.put(client, own + more);
        return true;
    }

    synchronized void leave(String client, int wanted) {
        int less = counted(wanted);
        free += less;
        held.computeIfPresent(client, (_, own) -> own > less ? own - less : null);
    }

    synchronized int taken() {
        return places - free;
    }

    private int counted(int wanted) {
        return Math.clamp(wanted, 1, Math.max(1, places / 2));
    }
}
