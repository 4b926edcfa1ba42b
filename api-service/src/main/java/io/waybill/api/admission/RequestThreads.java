package io.waybill.api.admission;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A virtual thread for each connection that has something to read, but only so many at once; the others wait for their
 * turn. A thread takes its buffers before it knows what it reads: without this, a crowd would have all of them at the
 * same moment. Thread-safe.
 */
final class RequestThreads implements Executor {
    private final ThreadFactory threads =
            Thread.ofVirtual().name("tomcat-handler-", 0).factory();
    private final Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicInteger running = new AtomicInteger();
    private final int most;

    RequestThreads(int most) {
        this.most = most;
    }

    @Override
    public void execute(Runnable task) {
        waiting.add(task);
        startNext();
    }

    /** Whoever adds a task, and whoever ends one, looks: no task is left while a thread could run it. */
    private void startNext() {
        while (!waiting.isEmpty() && tookPlace()) {
            Runnable task = waiting.poll();
            if (task == null) {
                running.decrementAndGet();
            } else {
                threads.newThread(() -> run(task)).start();
            }
        }
    }

    private void run(Runnable task) {
        try {
            task.run();
        } finally {
            running.decrementAndGet();
            startNext();
        }
    }

    private boolean tookPlace() {
        return running.getAndUpdate(now -> now < most ? now + 1 : now) < most;
    }
}
