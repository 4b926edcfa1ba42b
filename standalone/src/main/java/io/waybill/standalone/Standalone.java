package io.waybill.standalone;

/** Starts all of Waybill in one process. */
public final class Standalone {

    private Standalone() {}

    /** Starts all services and returns when they have stopped. */
    public static void main(String[] args) {
        System.out.println("Waybill on Java " + Runtime.version().feature());
    }
}
