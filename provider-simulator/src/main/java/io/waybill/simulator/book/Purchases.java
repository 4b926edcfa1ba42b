package io.waybill.simulator.book;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** All purchases in order of their ids, with the indexes that find them. Not safe for threads: {@link Book} locks. */
final class Purchases {

    private static final long FIRST_ORDER_ID = 500_001;

    private final List<Purchase> inOrder = new ArrayList<>();
    private final Map<String, List<Purchase>> byRecipient = new HashMap<>();
    private final Map<String, List<Purchase>> byReference = new HashMap<>();
    private final Map<AccountKey, Purchase> firstByKey = new HashMap<>();
    private final Map<Long, Refund> refunds = new HashMap<>();
    private long withoutReference;
    private Usd spent = Usd.ZERO;

    void add(Purchase purchase) {
        inOrder.add(purchase);
        byRecipient
                .computeIfAbsent(purchase.recipient(), _ -> new ArrayList<>(1))
                .add(purchase);
        String reference = purchase.reference();
        if (reference == null) {
            withoutReference++;
        } else {
            byReference.computeIfAbsent(reference, _ -> new ArrayList<>(1)).add(purchase);
        }
        String key = purchase.wish().idempotencyKey();
        if (key != null) {
            firstByKey.putIfAbsent(new AccountKey(purchase.wish().account(), key), purchase);
        }
        spent = spent.plus(purchase.wish().charge());
    }

    void add(Refund refund) {
        refunds.put(refund.orderId(), refund);
    }

    Optional<Refund> refundOf(long orderId) {
        return Optional.ofNullable(refunds.get(orderId));
    }

    Optional<Purchase> find(long orderId) {
        return after(orderId - 1, 1).stream()
                .filter(purchase -> purchase.orderId() == orderId)
                .findFirst();
    }

    long nextOrderId() {
        return inOrder.isEmpty() ? FIRST_ORDER_ID : inOrder.getLast().orderId() + 1;
    }

    /** The first ones with an id above {@code orderId}, which are found by position because ids leave no gap. */
    List<Purchase> after(long orderId, int limit) {
        if (inOrder.isEmpty()) {
            return List.of();
        }
        long skipped = Math.clamp(orderId + 1 - inOrder.getFirst().orderId(), 0L, inOrder.size());
        int from = Math.toIntExact(skipped);
        return List.copyOf(inOrder.subList(from, (int) Math.min((long) from + limit, inOrder.size())));
    }

    List<Purchase> ofRecipient(String recipient) {
        return List.copyOf(byRecipient.getOrDefault(recipient, List.of()));
    }

    List<Purchase> ofReference(String reference) {
        return List.copyOf(byReference.getOrDefault(reference, List.of()));
    }

    Optional<Purchase> ofKey(String account, @Nullable String key) {
        return key == null ? Optional.empty() : Optional.ofNullable(firstByKey.get(new AccountKey(account, key)));
    }

    Summary summary(Map<String, Usd> balances) {
        return new Summary(
                inOrder.size(),
                byReference.size(),
                withoutReference,
                byRecipient.size(),
                severalTimes(byRecipient),
                severalTimes(byReference),
                spent,
                Map.copyOf(balances));
    }

    private static Map<String, Integer> severalTimes(Map<String, List<Purchase>> index) {
        Map<String, Integer> several = new TreeMap<>();
        index.forEach((name, purchases) -> {
            if (purchases.size() > 1) {
                several.put(name, purchases.size());
            }
        });
        return several;
    }

    private record AccountKey(String account, String key) {}
}
