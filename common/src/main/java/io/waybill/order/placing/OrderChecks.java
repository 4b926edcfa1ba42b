package io.waybill.order.placing;

import io.waybill.account.Mode;
import io.waybill.catalog.Billing;
import io.waybill.catalog.CheckoutRules;
import io.waybill.catalog.Item;
import io.waybill.catalog.Source;
import io.waybill.error.Refusal;
import io.waybill.money.Usd;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The checks of an order that need no lock, in the order that the contract gives them: account, item, checkout fields,
 * who pays, price, and whether there is anything to sell. Pure.
 */
final class OrderChecks {
    private final Terms terms;

    OrderChecks(Terms terms) {
        this.terms = terms;
    }

    Result check(long orderId, OrderRequest request) {
        Terms.AccountTerms account = terms.accounts().get(request.buyer().accountId());
        boolean hasWallet = terms.balances().containsKey(request.buyer().walletId());
        if (account == null || !hasWallet || !account.active()) {
            return refused(Refusals.accountSuspended());
        }
        Item item = terms.items().get(request.itemId());
        if (item == null || !item.active() || !sellsIn(request.buyer().mode(), item)) {
            return refused(Refusals.itemNotFound(request.itemId()));
        }
        if (hasBrokenText(request)) {
            return refused(Refusals.brokenText());
        }
        return switch (CheckoutRules.check(item, request.quantity(), request.playerId(), request.checkout())) {
            case CheckoutRules.Result.Wrong(var errors) -> refused(Refusal.invalid(errors));
            case CheckoutRules.Result.Fits fits -> offer(orderId, request, item, fits, account);
        };
    }

    private Result offer(
            long orderId, OrderRequest request, Item item, CheckoutRules.Result.Fits fits, Terms.AccountTerms account) {
        if (item.billing() == Billing.WALLET && !terms.walletCheckout()) {
            return refused(Refusals.walletDisabled());
        }
        if (item.billing() == Billing.PROVIDER && !account.providerBilling()) {
            return refused(Refusals.providerBillingNotAllowed());
        }
        BigDecimal shown = terms.rate().show(item.price().perUnit());
        BigDecimal expected = request.expectedPrice();
        if (expected != null && shown.compareTo(expected) > 0) {
            return refused(
                    Refusals.priceChanged(item, expected, shown, terms.rate().currency()));
        }
        if (item.source() != Source.STOCK && !item.available()) {
            return refused(Refusals.outOfStock(item));
        }
        return price(item, fits.quantity())
                .<Result>map(price -> new Result.Fits(
                        new Draft(orderId, request, item, fits.quantity(), fits.checkout(), price, terms.rate())))
                .orElseGet(() -> refused(Refusals.tooMuch()));
    }

    /** Test orders never reach a live provider, nor live orders a test one. */
    private boolean sellsIn(Mode mode, Item item) {
        return item.providerId() == null || terms.providerModes().get(item.providerId()) == mode;
    }

    private static boolean hasBrokenText(OrderRequest request) {
        return Stream.of(Optional.ofNullable(request.externalRef()), Optional.ofNullable(request.idempotencyKey()))
                .flatMap(Optional::stream)
                .anyMatch(text -> !CheckoutRules.isPlainText(text));
    }

    private static Optional<Usd> price(Item item, int quantity) {
        try {
            return Optional.of(item.price().charge(quantity));
        } catch (ArithmeticException _) {
            return Optional.empty();
        }
    }

    private static Result refused(Refusal refusal) {
        return new Result.Refused(refusal);
    }

    /** What came of the checks. */
    sealed interface Result {
        record Fits(Draft draft) implements Result {}

        record Refused(Refusal refusal) implements Result {}
    }
}
