package io.waybill.order.placing;

import io.waybill.catalog.StockCodes;
import io.waybill.error.Refusal;
import io.waybill.ledger.Ledger;
import io.waybill.ledger.Posting;
import io.waybill.money.Usd;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Gives a batch of drafts what is scarce: codes from stock, room under the daily cap, money from the wallet. Has all of
 * it locked first, then decides draft by draft, so that one that is refused takes nothing from the next. Thread-safe;
 * takes part in the caller's transaction.
 */
final class Cashier {
    private final StockCodes stock;
    private final JdbcDailyCaps dailyCaps;
    private final Ledger ledger;

    Cashier(StockCodes stock, JdbcDailyCaps dailyCaps, Ledger ledger) {
        this.stock = stock;
        this.dailyCaps = dailyCaps;
        this.ledger = ledger;
    }

    /**
     * Decides the drafts in their order, and books those that get what they need. Locks codes and daily caps, in this
     * order.
     *
     * @param terms of locked wallets
     */
    Bill settle(List<Draft> drafts, Terms terms) {
        Map<Long, Refusal> unaffordable = unaffordable(drafts, terms);
        List<Draft> hopeful = drafts.stream()
                .filter(draft -> !unaffordable.containsKey(draft.orderId()))
                .toList();
        StockCodes.Reservation codes = stock.reserve(needs(hopeful));
        Purses caps = lockCaps(hopeful, terms);
        Purses wallets = new Purses(terms.balances());

        List<Draft> paid = new ArrayList<>();
        Map<Long, Refusal> refused = new HashMap<>(unaffordable);
        for (Draft draft : hopeful) {
            Refusal refusal = decide(draft, codes, caps, wallets);
            if (refusal == null) {
                paid.add(draft);
            } else {
                refused.put(draft.orderId(), refusal);
            }
        }
        codes.give();
        dailyCaps.add(paid.stream().filter(draft -> !draft.isPaidFromWallet()).toList());
        return new Bill(paid, post(paid), refused);
    }

    /** The same decision for one draft, without a lock and without effect. */
    @Nullable
    Refusal check(Draft draft, Terms terms) {
        if (draft.comesFromStock() && stock.servable(List.of(draft.need())).isEmpty()) {
            return Refusals.outOfStock(draft.item());
        }
        Purses caps = capsLeft(
                List.of(draft),
                terms,
                Map.of(accountOf(draft), termsOf(draft, terms).spentToday()));
        return pay(draft, caps, new Purses(terms.balances()));
    }

    /**
     * Drafts for codes that their wallet can't pay for even alone: they must not keep codes locked that others would
     * buy.
     */
    private Map<Long, Refusal> unaffordable(List<Draft> drafts, Terms terms) {
        List<Draft> tooDear = drafts.stream()
                .filter(draft ->
                        draft.comesFromStock() && balanceOf(draft, terms).isLessThan(draft.price()))
                .toList();
        Set<Long> servable = stock.servable(needs(tooDear)).stream()
                .map(StockCodes.Need::orderId)
                .collect(Collectors.toSet());
        return tooDear.stream()
                .collect(Collectors.toMap(
                        Draft::orderId,
                        draft -> servable.contains(draft.orderId())
                                ? Refusals.insufficientBalance(draft.price(), balanceOf(draft, terms))
                                : Refusals.outOfStock(draft.item())));
    }

    private Purses lockCaps(List<Draft> drafts, Terms terms) {
        List<Draft> billedToProvider =
                drafts.stream().filter(draft -> !draft.isPaidFromWallet()).toList();
        if (billedToProvider.isEmpty()) {
            return new Purses(Map.of());
        }
        Map<Long, Usd> spent = dailyCaps.lockSpentToday(
                billedToProvider.stream().map(Cashier::accountOf).toList());
        return capsLeft(billedToProvider, terms, spent);
    }

    private static Purses capsLeft(List<Draft> drafts, Terms terms, Map<Long, Usd> spent) {
        Map<Long, Usd> left = new HashMap<>();
        for (Draft draft : drafts) {
            Usd cap = termsOf(draft, terms).dailyCap();
            Usd used = spent.getOrDefault(accountOf(draft), Usd.ZERO);
            left.put(accountOf(draft), cap == null ? Usd.ofMicros(Long.MAX_VALUE) : cap.minus(used));
        }
        return new Purses(left);
    }

    private static @Nullable Refusal decide(Draft draft, StockCodes.Reservation codes, Purses caps, Purses wallets) {
        if (draft.comesFromStock() && !codes.covers(draft.need())) {
            return Refusals.outOfStock(draft.item());
        }
        Refusal refusal = pay(draft, caps, wallets);
        if (refusal == null && draft.comesFromStock()) {
            codes.take(draft.need());
        }
        return refusal;
    }

    private static @Nullable Refusal pay(Draft draft, Purses caps, Purses wallets) {
        if (draft.isPaidFromWallet()) {
            return wallets.take(draft.walletId(), draft.price())
                    ? null
                    : Refusals.insufficientBalance(draft.price(), wallets.left(draft.walletId()));
        }
        return caps.take(accountOf(draft), draft.price())
                ? null
                : Refusals.dailyCapReached(caps.left(accountOf(draft)));
    }

    /** Writes the transfers, and tells what each order's wallet held after its charge. */
    private Map<Long, Usd> post(List<Draft> paid) {
        List<Posting> postings = new ArrayList<>();
        for (Draft draft : paid) {
            if (draft.isPaidFromWallet()) {
                postings.add(new Posting.Charge(draft.walletId(), draft.orderId(), draft.price()));
                if (draft.comesFromStock()) {
                    postings.add(new Posting.Sale(draft.orderId(), draft.price()));
                }
            }
        }
        List<Usd> balances = ledger.post(postings);
        Map<Long, Usd> balancesAfter = new HashMap<>();
        for (int i = 0; i < postings.size(); i++) {
            if (postings.get(i) instanceof Posting.Charge charge) {
                balancesAfter.put(charge.orderId(), balances.get(i));
            }
        }
        return balancesAfter;
    }

    private static List<StockCodes.Need> needs(List<Draft> drafts) {
        return drafts.stream().filter(Draft::comesFromStock).map(Draft::need).toList();
    }

    private static Usd balanceOf(Draft draft, Terms terms) {
        return Objects.requireNonNull(terms.balances().get(draft.walletId()));
    }

    private static Terms.AccountTerms termsOf(Draft draft, Terms terms) {
        return Objects.requireNonNull(terms.accounts().get(accountOf(draft)));
    }

    private static long accountOf(Draft draft) {
        return draft.request().buyer().accountId();
    }

    /**
     * What came of a batch of drafts.
     *
     * @param paid those that got what they need, in their order
     * @param balancesAfter by order id, of those that a wallet paid for
     * @param refused by order id
     */
    record Bill(List<Draft> paid, Map<Long, Usd> balancesAfter, Map<Long, Refusal> refused) {}
}
