package io.waybill.testing;

import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Makes a thing at its first use; a failure is kept, so that a hundred tests do not each wait for it. */
final class Once<T> implements Supplier<T> {

    private final ReentrantLock lock = new ReentrantLock();
    private final Supplier<T> make;
    private @Nullable T made;
    private @Nullable RuntimeException failure;

    Once(Supplier<T> make) {
        this.make = make;
    }

    @Override
    public T get() {
        lock.lock();
        try {
            if (failure != null) {
                throw new IllegalStateException("The service did not start earlier in this run", failure);
            }
            T result = made;
            if (result == null) {
                result = make.get();
                made = result;
            }
            return result;
        } catch (RuntimeException e) {
            failure = failure == null ? e : failure;
            throw e;
        } finally {
            lock.unlock();
        }
    }

    /** Does something with the thing if it was ever made. */
    void ifMade(Consumer<T> use) {
        lock.lock();
        try {
            if (made != null) {
                use.accept(made);
            }
        } finally {
            lock.unlock();
        }
    }
}
