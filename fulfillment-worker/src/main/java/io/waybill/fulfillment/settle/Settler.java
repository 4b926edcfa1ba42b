package io.waybill.fulfillment.settle;

import io.waybill.fulfillment.pace.Loop;
import io.waybill.fulfillment.pace.Ticker;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Settles what finishes, in batches: each takes what came in while the one before was written. What can't be settled is
 * tried again with growing waits; then it is let go, and ruled unknown by those who look for stray attempts.
 * Thread-safe.
 *
 * <p>The queue is bounded by the permits of the providers: a permit is held until its outcome is settled.
 */
public final class Settler {
    private static final Logger log = LoggerFactory.getLogger(Settler.class);
    private static final Duration REST = Duration.ofSeconds(1);

    private final SettleOrders settleOrders;
    private final SettleSettings settings;
    private final Ticker ticker;
    private final ConcurrentLinkedQueue<Task> queue = new ConcurrentLinkedQueue<>();
    private final Deque<Task> postponed = new ArrayDeque<>();
    private final Loop loop = new Loop("settler", this::settle);

    Settler(SettleOrders settleOrders, SettleSettings settings, Ticker ticker) {
        this.settleOrders = settleOrders;
        this.settings = settings;
        this.ticker = ticker;
    }

    public void start() {
        loop.start();
    }

    /** Never blocks. {@code afterwards} runs once the outcome is settled, or given up; it must be quick. */
    public void submit(Finished finished, Runnable afterwards) {
        queue.add(new Task(finished, afterwards, 0, 0));
        loop.wake();
    }

    /** Settles what is left, as far as the time goes. */
    public void stop(Duration within) {
        if (loop.stop(within)) {
            settle();
        }
    }

    private Duration settle() {
        List<Task> batch = next();
        while (!batch.isEmpty()) {
            settle(batch);
            batch = next();
        }
        return postponed.isEmpty() ? REST : settings.tryAgainAfter();
    }

    /** Those whose wait is over, then what came in. */
    private List<Task> next() {
        List<Task> batch = new ArrayList<>();
        long now = ticker.nanos();
        for (int left = postponed.size(); left > 0 && batch.size() < settings.batch(); left--) {
            Task task = postponed.removeFirst();
            if (task.dueAt() - now <= 0) {
                batch.add(task);
            } else {
                postponed.addLast(task);
            }
        }
        for (Task task = queue.poll(); task != null; task = batch.size() < settings.batch() ? queue.poll() : null) {
            batch.add(task);
        }
        return batch;
    }

    private void settle(List<Task> batch) {
        SettleOrders.Unsettled unsettled =
                settleOrders.settle(batch.stream().map(Task::finished).toList());
        Set<Finished> waiting = identitySet(unsettled.waiting());
        Set<Finished> refused = identitySet(unsettled.refused());
        for (Task task : batch) {
            if (waiting.contains(task.finished())) {
                postpone(task, task.refused());
            } else if (!refused.contains(task.finished())) {
                task.afterwards().run();
            } else if (task.refused() + 1 < settings.tries()) {
                postpone(task, task.refused() + 1);
            } else {
                giveUp(task);
            }
        }
    }

    private void postpone(Task task, int refused) {
        long dueAt = ticker.nanos() + settings.waitAfter(Math.max(refused, 1)).toNanos();
        postponed.addLast(new Task(task.finished(), task.afterwards(), refused, dueAt));
    }

    private static void giveUp(Task task) {
        log.atError()
                .addKeyValue("order", task.finished().orderId())
                .addKeyValue("attempt", task.finished().attemptId())
                .addKeyValue("outcome", Answers.word(task.finished().outcome()))
                .log("an outcome was given up, its attempt will be ruled unknown");
        task.afterwards().run();
    }

    private static Set<Finished> identitySet(List<Finished> members) {
        Set<Finished> set = Collections.newSetFromMap(new IdentityHashMap<>());
        set.addAll(members);
        return set;
    }

    private record Task(Finished finished, Runnable afterwards, int refused, long dueAt) {}
}
