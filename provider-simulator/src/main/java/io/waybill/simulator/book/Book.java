package io.waybill.simulator.book;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The provider's side of the truth: every purchase and every balance. A test compares it with what a store believes.
 * With a directory, a purchase is on disk before {@link #buy} returns, and a book opened again goes on where the last
 * one ended, however it ended. Safe for any thread.
 */
public final class Book implements AutoCloseable {

    private final ReentrantLock lock = new ReentrantLock();
    private final InstantSource clock;
    private final Map<String, Usd> balances = new LinkedHashMap<>();
    private final Purchases purchases = new Purchases();
    private final Journal journal;

    private Book(@Nullable Path directory, List<Account> accounts, InstantSource clock) throws IOException {
        this.clock = clock;
        accounts.forEach(account -> balances.put(account.name(), account.openingBalance()));
        this.journal = directory == null ? new NoJournal() : FileJournal.open(directory, this::apply);
    }

    /**
     * Opens the book kept in a directory, or a new one in memory when there is none.
     *
     * @throws IllegalStateException if another simulator has the directory, or if its journal is damaged
     */
    public static Book open(@Nullable Path directory, List<Account> accounts, InstantSource clock) throws IOException {
        return new Book(directory, accounts, clock);
    }

    /**
     * Buys, if the account covers it. With {@code oncePerKey} a repeated idempotency key of the account buys nothing.
     *
     * @throws IllegalStateException if the journal failed: then nobody knows whether the purchase will be there
     */
    public Sale buy(Wish wish, boolean oncePerKey) {
        Sale sale;
        CompletableFuture<Void> onDisk;
        lock.lock();
        try {
            Optional<Purchase> original =
                    oncePerKey ? purchases.ofKey(wish.account(), wish.idempotencyKey()) : Optional.empty();
            Usd available = balance(wish.account());
            if (original.isPresent()) {
                sale = new Sale.Repeated(original.get());
                onDisk = journal.settled();
            } else if (available.compareTo(wish.charge()) < 0) {
                sale = new Sale.NotCovered(wish.charge(), available);
                onDisk = CompletableFuture.completedFuture(null);
            } else {
                Purchase purchase = new Purchase(purchases.nextOrderId(), clock.instant(), wish);
                onDisk = journal.append(purchase);
                apply(purchase);
                sale = new Sale.Bought(purchase);
            }
        } finally {
            lock.unlock();
        }
        await(onDisk);
        return sale;
    }

    /** What a key of an account bought first, once that is on disk. */
    public Optional<Purchase> boughtUnder(String account, @Nullable String idempotencyKey) {
        Optional<Purchase> found = locked(() -> purchases.ofKey(account, idempotencyKey));
        found.ifPresent(_ -> await(journal.settled()));
        return found;
    }

    /** The purchase with that order id, if an account made it. */
    public Optional<Purchase> find(String account, long orderId) {
        return locked(() -> purchases
                .find(orderId)
                .filter(purchase -> purchase.wish().account().equals(account)));
    }

    /** What came back for a purchase, if anything did. */
    public Optional<Refund> refundOf(long orderId) {
        return locked(() -> purchases.refundOf(orderId));
    }

    /** Gives money back for a purchase, once: a second time changes nothing, and returns what the first one did. */
    public Refund refund(Purchase purchase, Usd amount, boolean canceled) {
        CompletableFuture<Void> onDisk;
        Refund refund;
        lock.lock();
        try {
            Optional<Refund> before = purchases.refundOf(purchase.orderId());
            refund = before.orElseGet(() -> new Refund(clock.instant(), purchase.orderId(), amount, canceled));
            if (before.isPresent()) {
                onDisk = journal.settled();
            } else {
                onDisk = journal.append(refund);
                apply(refund);
            }
        } finally {
            lock.unlock();
        }
        await(onDisk);
        return refund;
    }

    /** Gives money to an account, or takes it if negative; a balance may go below zero, and then buys nothing. */
    public void adjust(String account, Usd amount) {
        await(locked(() -> {
            Adjustment adjustment = new Adjustment(clock.instant(), account, amount);
            balance(account);
            CompletableFuture<Void> onDisk = journal.append(adjustment);
            apply(adjustment);
            return onDisk;
        }));
    }

    /** @throws IllegalArgumentException if there is no such account */
    public Usd balance(String account) {
        Usd balance = locked(() -> balances.get(account));
        if (balance == null) {
            throw new IllegalArgumentException("there is no account " + account);
        }
        return balance;
    }

    /** Everything bought, oldest first. */
    public List<Purchase> purchases() {
        return purchasesAfter(0, Integer.MAX_VALUE);
    }

    /** What was bought after an order id, oldest first. */
    public List<Purchase> purchasesAfter(long orderId, int limit) {
        return locked(() -> purchases.after(orderId, limit));
    }

    public List<Purchase> purchasesFor(String recipient) {
        return locked(() -> purchases.ofRecipient(recipient));
    }

    /** What was bought under a reference: an idempotency key, or a reference in the body of an order without key. */
    public List<Purchase> purchasesUnder(String reference) {
        return locked(() -> purchases.ofReference(reference));
    }

    public Summary summary() {
        return locked(() -> purchases.summary(balances));
    }

    /** Lets go of the journal; what is bought afterwards fails. */
    @Override
    public void close() throws IOException {
        journal.close();
    }

    private void apply(Entry entry) {
        switch (entry) {
            case Purchase purchase -> {
                purchases.add(purchase);
                move(purchase.wish().account(), Usd.ZERO.minus(purchase.wish().charge()));
            }
            case Adjustment adjustment -> move(adjustment.account(), adjustment.amount());
            case Refund refund -> {
                purchases.add(refund);
                purchases
                        .find(refund.orderId())
                        .ifPresent(purchase -> move(purchase.wish().account(), refund.amount()));
            }
        }
    }

    /** The journal may know accounts that are configured no more. */
    private void move(String account, Usd amount) {
        balances.computeIfPresent(account, (_, balance) -> balance.plus(amount));
    }

    private <T extends @Nullable Object> T locked(Supplier<T> work) {
        lock.lock();
        try {
            return work.get();
        } finally {
            lock.unlock();
        }
    }

    private static void await(CompletableFuture<Void> onDisk) {
        try {
            onDisk.join();
        } catch (RuntimeException failure) {
            throw new IllegalStateException("the journal failed", failure);
        }
    }
}
