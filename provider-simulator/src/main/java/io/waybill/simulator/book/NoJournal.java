package io.waybill.simulator.book;

import java.util.concurrent.CompletableFuture;

/** Forgets: for tests that need no restart. */
final class NoJournal implements Journal {

    @Override
    public CompletableFuture<Void> append(Entry entry) {
        return settled();
    }

    @Override
    public CompletableFuture<Void> settled() {
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public void close() {}
}
