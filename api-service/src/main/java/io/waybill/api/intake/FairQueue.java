package io.waybill.api.intake;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What waits in one lane: wallets take turns, each in the order in which it asked, and when there is no room left,
 * those that have most give way. However much one wallet sends, another's request is in one of the next batches. Closed
 * at first. Thread-safe.
 */
final class FairQueue {
    private final int capacity;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Map<Long, Line> lines = new HashMap<>();
    private final Deque<Line> turns = new ArrayDeque<>();

    /** The same lines, the longest last: while the lane is full, each request asks for that one. */
    private final NavigableSet<Line> byLength =
            new TreeSet<>(Comparator.comparingInt(Line::length).thenComparingLong(Line::wallet));

    private int size;

    /** Whoever takes is woken only when so many are there: it would cost them a switch of threads for each. */
    private int awaited = 1;

    private boolean closed = true;

    FairQueue(int capacity) {
        this.capacity = capacity;
    }

    /** From now on requests are queued. */
    void open() {
        lock.lock();
        try {
            closed = false;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Queues a request.
     *
     * @return which request is not queued now for want of room: this one, or the newest of a wallet that has more; this
     *     one in any case if the queue is closed
     */
    Optional<Waiting> offer(Waiting waiting) {
        lock.lock();
        try {
            if (closed) {
                return Optional.of(waiting);
            }
            long wallet = waiting.request().buyer().walletId();
            if (size < capacity) {
                add(wallet, waiting);
                return Optional.empty();
            }
            Line longest = byLength.last();
            Line own = lines.get(wallet);
            if (longest.length() <= 1 + (own == null ? 0 : own.length())) {
                return Optional.of(waiting);
            }
            byLength.remove(longest);
            Waiting crowdedOut = longest.waiting.removeLast();
            byLength.add(longest);
            size--;
            add(wallet, waiting);
            return Optional.of(crowdedOut);
        } finally {
            lock.unlock();
        }
    }

    private void add(long wallet, Waiting waiting) {
        Line line = lines.get(wallet);
        if (line == null) {
            line = new Line(wallet, new ArrayDeque<>());
            lines.put(wallet, line);
            turns.add(line);
        }
        byLength.remove(line);
        line.waiting.add(waiting);
        byLength.add(line);
        size++;
        if (size >= awaited) {
            changed.signal();
        }
    }

    /**
     * Waits for a request, and then for as many as are expected, but not for long; takes what is there.
     *
     * @param most how many it takes at most
     * @param patience how long it waits for those that are expected, once one is there
     * @return none once the queue is closed and empty
     */
    List<Waiting> take(int most, int expected, Duration patience) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            do {
                awaitSize(1, Duration.ofNanos(Long.MAX_VALUE));
                awaitSize(Math.min(expected, most), patience);
            } while (size == 0 && !closed); // all that had come grew too old meanwhile
            List<Waiting> taken = new ArrayList<>(Math.min(size, most));
            while (taken.size() < most && !turns.isEmpty()) {
                Line line = turns.remove();
                byLength.remove(line);
                taken.add(line.waiting.remove());
                size--;
                if (line.waiting.isEmpty()) {
                    lines.remove(line.wallet);
                } else {
                    turns.add(line);
                    byLength.add(line);
                }
            }
            return taken;
        } finally {
            lock.unlock();
        }
    }

    private void awaitSize(int wanted, Duration atMost) throws InterruptedException {
        awaited = wanted;
        long left = atMost.toNanos();
        while (size < wanted && !closed && left > 0) {
            left = changed.awaitNanos(left);
        }
    }

    /** Takes out those that have waited longer. */
    List<Waiting> takeOlderThan(Duration age, long now) {
        List<Waiting> old = new ArrayList<>();
        lock.lock();
        try {
            for (Iterator<Line> each = turns.iterator(); each.hasNext(); ) {
                Line line = each.next();
                if (!line.startsOlderThan(age, now)) {
                    continue;
                }
                byLength.remove(line);
                while (line.startsOlderThan(age, now)) {
                    old.add(line.waiting.remove());
                    size--;
                }
                if (line.waiting.isEmpty()) {
                    lines.remove(line.wallet);
                    each.remove();
                } else {
                    byLength.add(line);
                }
            }
        } finally {
            lock.unlock();
        }
        return old;
    }

    /** From now on nothing is queued; what is queued can still be taken. */
    void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    boolean isClosed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    int size() {
        lock.lock();
        try {
            return size;
        } finally {
            lock.unlock();
        }
    }

    /**
     * One wallet's requests, the oldest first; never empty while it has a turn. It is taken out of {@link #byLength}
     * before its length changes.
     */
    private record Line(long wallet, Deque<Waiting> waiting) {
        int length() {
            return waiting.size();
        }

        boolean startsOlderThan(Duration age, long now) {
            return !waiting.isEmpty() && waiting.element().waitedNanos(now) > age.toNanos();
        }
    }
}
