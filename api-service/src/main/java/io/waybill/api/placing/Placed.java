package io.waybill.api.placing;

import io.waybill.order.placing.Placement;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What came of handing a request to the intake. */
sealed interface Placed {
    /** The intake answered. */
    record Answered(Placement placement) implements Placed {}

    /** The intake broke its promise to answer: nothing is known. */
    record Lost() implements Placed {}

    /** Waits for the intake, which answers within a bounded time. */
    static Placed by(CompletableFuture<Placement> submitted) {
        Logger log = LoggerFactory.getLogger(Placed.class);
        try {
            return new Answered(submitted.join());
        } catch (CompletionException e) {
            log.atError().setCause(e).log("the intake failed instead of answering");
            return new Lost();
        }
    }
}
