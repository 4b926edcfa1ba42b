package io.waybill.fulfillment.dispatch;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** The attempts that this worker is busy with, from their claim until their outcome is settled. Thread-safe. */
final class InFlight {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition empty = lock.newCondition();
    private final Set<Long> attempts = new HashSet<>();

    void add(long attemptId) {
        lock.lock();
        try {
            attempts.add(attemptId);
        } finally {
            lock.unlock();
        }
    }

    void remove(long attemptId) {
        lock.lock();
        try {
            attempts.remove(attemptId);
            if (attempts.isEmpty()) {
                empty.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    boolean contains(long attemptId) {
        lock.lock();
        try {
            return attempts.contains(attemptId);
        } finally {
            lock.unlock();
        }
    }

    int size() {
        lock.lock();
        try {
            return attempts.size();
        } finally {
            lock.unlock();
        }
    }

    /** Returns whether nothing was in flight any more before the time was over. */
    boolean awaitEmpty(Duration within) {
        lock.lock();
        try {
            long left = within.toNanos();
            while (!attempts.isEmpty() && left > 0) {
                left = empty.awaitNanos(left);
            }
            return attempts.isEmpty();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }
}
