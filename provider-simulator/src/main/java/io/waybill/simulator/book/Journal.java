package io.waybill.simulator.book;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;

/** Where entries go to survive the process. Entries are kept in the order of {@code append}. */
sealed interface Journal extends AutoCloseable permits FileJournal, NoJournal {

    /** Takes an entry; the future ends when it is on disk, or fails when it may not be. */
    CompletableFuture<Void> append(Entry entry);

    /** Ends when everything appended so far is on disk. */
    CompletableFuture<Void> settled();

    /** Writes what was taken, and lets go of the file. */
    @Override
    void close() throws IOException;
}
