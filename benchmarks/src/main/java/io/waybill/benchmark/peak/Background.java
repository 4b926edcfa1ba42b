package io.waybill.benchmark.peak;

import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** Work beside what is measured. */
final class Background {
    private Background() {}

    /** On a thread of its own; what it throws is thrown to whoever waits for its end. */
    static <T> CompletableFuture<T> start(Supplier<T> work) {
        CompletableFuture<T> done = new CompletableFuture<>();
        Thread.ofPlatform().start(() -> done.completeAsync(work, Runnable::run));
        return done;
    }
}
