package io.waybill.order.placing;

import io.waybill.error.Refusal;
import io.waybill.order.Order;
import io.waybill.outbox.Outbox;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

final class JdbcPlaceOrders implements PlaceOrders {
    /** Given to a draft that is only checked: no order ever has it. */
    private static final long NO_ORDER = 0;

    private final TransactionTemplate transactions;
    private final JdbcNewOrders orders;
    private final JdbcTerms terms;
    private final Repeats repeats;
    private final Cashier cashier;
    private final Outbox outbox;

    JdbcPlaceOrders(
            TransactionTemplate transactions,
            JdbcNewOrders orders,
            JdbcTerms terms,
            Repeats repeats,
            Cashier cashier,
            Outbox outbox) {
        this.transactions = transactions;
        this.orders = orders;
        this.terms = terms;
        this.repeats = repeats;
        this.cashier = cashier;
        this.outbox = outbox;
    }

    @Override
    public List<Long> nextIds(int count) {
        return orders.nextIds(count);
    }

    @Override
    public List<Placement> place(List<Slot> batch) {
        limit(batch);
        if (batch.isEmpty()) {
            return List.of();
        }
        return committed(() -> decide(new Placements(batch)));
    }

    @Override
    public List<Placement> placeWithin(List<Slot> batch) {
        if (!TransactionSynchronizationManager.isActualTransactionActive()) {
            throw new IllegalStateException("there is no transaction to place orders in");
        }
        limit(batch);
        return batch.isEmpty() ? List.of() : decide(new Placements(batch));
    }

    private static void limit(List<Slot> batch) {
        if (batch.size() > MAX_BATCH) {
            throw new IllegalArgumentException("a batch holds at most " + MAX_BATCH + " orders, not " + batch.size());
        }
    }

    @Override
    public Checked check(OrderRequest request) {
        Terms now = terms.read(List.of(request));
        return switch (new OrderChecks(now).check(NO_ORDER, request)) {
            case OrderChecks.Result.Refused(Refusal refusal) -> new Checked.Refused(refusal);
            case OrderChecks.Result.Fits(Draft draft) -> {
                Refusal refusal = cashier.check(draft, now);
                yield refusal == null
                        ? new Checked.Fits(draft.checkout(), draft.charge())
                        : new Checked.Refused(refusal);
            }
        };
    }

    /**
     * Decides all slots; locks wallets, keys, stock and daily caps, in this order. Once the wallets are locked, no
     * earlier run of these slots can be committing any more, and nobody else binds the keys of their accounts: nothing
     * is looked at before that.
     */
    private List<Placement> decide(Placements placements) {
        Terms now = terms.lock(placements.open().stream().map(Slot::request).toList());
        repeats.recognise(placements);
        Repeats.Followers followers = Repeats.setAsideFollowers(placements);
        if (!placements.open().isEmpty()) {
            take(now, followers, placements);
        }
        followers.follow(placements);
        return placements.inOrder();
    }

    /** Takes what can be taken of the open slots. */
    private void take(Terms now, Repeats.Followers followers, Placements placements) {
        Map<Long, Refusal> unfit = new LinkedHashMap<>();
        List<Draft> drafts = drafts(placements.open(), new OrderChecks(now), unfit);
        repeats.answerBound(unfit.keySet(), followers, placements);
        unfit.forEach((id, refusal) -> placements.settleIfOpen(id, new Placement.Refused(refusal)));
        List<Draft> bound = repeats.bind(drafts, followers, placements);
        if (bound.isEmpty()) {
            return;
        }
        Cashier.Bill bill = cashier.settle(bound, now);
        bill.refused().forEach((id, refusal) -> placements.settle(id, new Placement.Refused(refusal)));
        repeats.release(bound.stream()
                .filter(draft -> bill.refused().containsKey(draft.orderId()))
                .toList());
        write(bill, placements);
    }

    private static List<Draft> drafts(List<Slot> open, OrderChecks checks, Map<Long, Refusal> unfit) {
        List<Draft> drafts = new ArrayList<>(open.size());
        for (Slot slot : open) {
            switch (checks.check(slot.orderId(), slot.request())) {
                case OrderChecks.Result.Fits(Draft draft) -> drafts.add(draft);
                case OrderChecks.Result.Refused(Refusal refusal) -> unfit.put(slot.orderId(), refusal);
            }
        }
        return drafts;
    }

    private void write(Cashier.Bill bill, Placements placements) {
        if (bill.paid().isEmpty()) {
            return;
        }
        List<Order> placed = orders.insert(bill.paid());
        outbox.append(
                placed.stream().flatMap(order -> Draft.messages(order).stream()).toList());
        for (Order order : placed) {
            placements.settle(
                    order.id(),
                    new Placement.Accepted(order, false, bill.balancesAfter().get(order.id())));
        }
    }

    /** Tells an error before the commit, which leaves no trace, from one of the commit itself. */
    private <T> T committed(Supplier<T> work) {
        boolean[] committing = {false};
        try {
            T result = transactions.execute(_ -> {
                T done = work.get();
                committing[0] = true;
                return done;
            });
            return Objects.requireNonNull(result);
        } catch (RuntimeException e) {
            if (committing[0]) {
                throw new CommitInDoubtException(e);
            }
            throw e;
        }
    }
}
