package io.waybill.order.placing;

import io.waybill.catalog.Item;
import io.waybill.error.ErrorCode;
import io.waybill.error.Refusal;
import io.waybill.money.Usd;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;

/** The refusals of an order, in the words of the reseller. */
final class Refusals {
    private Refusals() {}

    static Refusal accountSuspended() {
        return Refusal.of(ErrorCode.FORBIDDEN, "The account is suspended: ask the store.");
    }

    static Refusal itemNotFound(long itemId) {
        return Refusal.of(ErrorCode.ITEM_NOT_FOUND, "There is no item " + itemId + " for sale: see GET /products.");
    }

    static Refusal brokenText() {
        return Refusal.invalid(
                "external_ref", "format", "must not contain control characters, nor may the Idempotency-Key");
    }

    static Refusal walletDisabled() {
        return Refusal.of(
                ErrorCode.WALLET_DISABLED, "The store doesn't take orders from wallets just now: try again later.");
    }

    static Refusal providerBillingNotAllowed() {
        return Refusal.of(
                ErrorCode.FORBIDDEN,
                "This item is billed to the provider's account, which your account may not use: ask the store.");
    }

    static Refusal dailyCapReached(Usd left) {
        Usd shown = left.isPositive() ? left : Usd.ZERO;
        return Refusal.of(
                ErrorCode.FORBIDDEN,
                "The daily cap of your account on provider billing leaves " + shown + " until midnight UTC.",
                Map.of("left", shown.toShortString()));
    }

    static Refusal priceChanged(Item item, BigDecimal expected, BigDecimal shown, String currency) {
        return Refusal.of(
                ErrorCode.PRICE_CHANGED,
                "One unit of item " + item.id() + " costs " + shown + " " + currency + " now, more than the expected "
                        + decimals(expected) + ".",
                Map.of("expected", decimals(expected), "price", shown.toPlainString(), "currency", currency));
    }

    static Refusal outOfStock(Item item) {
        return Refusal.of(
                ErrorCode.OUT_OF_STOCK, "Item " + item.id() + " is out of stock: try again later, or with less.");
    }

    static Refusal tooMuch() {
        return Refusal.invalid("quantity", "range", "is more than can be charged at once");
    }

    static Refusal insufficientBalance(Usd required, Usd available) {
        return Refusal.of(
                ErrorCode.INSUFFICIENT_BALANCE,
                "Wallet has " + available + ", the order needs " + required + ".",
                Map.of("required", required.toShortString(), "available", available.toShortString()));
    }

    static Refusal keyReused() {
        return Refusal.of(
                ErrorCode.IDEMPOTENCY_KEY_REUSED,
                "This Idempotency-Key made an order with other fields: use a new key for a new order.");
    }

    static Refusal keyInUse() {
        return Refusal.of(
                ErrorCode.REQUEST_IN_PROGRESS,
                "Another request with this Idempotency-Key, and other fields, came at the same moment: send it again.");
    }

    /** Two decimals, as a price has them; a client may have sent none, or very many. */
    private static String decimals(BigDecimal value) {
        return value.setScale(2, RoundingMode.FLOOR).toPlainString();
    }
}
