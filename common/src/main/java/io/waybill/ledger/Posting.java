package io.waybill.ledger;

import io.waybill.money.Usd;

/** Money that moves between a wallet and a house account, or between two house accounts. Amounts are positive. */
public sealed interface Posting {
    Usd amount();

    /** A posting that changes a wallet, and so gets the wallet's next seq. */
    sealed interface OfWallet extends Posting {
        long walletId();
    }

    /** {@code wallet -> in_flight}: an order was accepted. */
    record Charge(long walletId, long orderId, Usd amount) implements OfWallet {}

    /** {@code in_flight -> wallet}: an order, or a part of it, was not delivered. */
    record Refund(long walletId, long orderId, Usd amount) implements OfWallet {}

    /** {@code sales -> wallet}: money back for an order after its end. */
    record Correction(long walletId, long orderId, Usd amount, String actor, String note) implements OfWallet {}

    /** {@code top_up -> wallet}: a reseller paid in. */
    record TopUp(long walletId, Usd amount, String actor, String note) implements OfWallet {}

    /** {@code wallet -> adjustment}: an admin takes money back. */
    record Debit(long walletId, Usd amount, String actor, String note) implements OfWallet {}

    /** {@code in_flight -> sales}: an order, or a part of it, was delivered. */
    record Sale(long orderId, Usd amount) implements Posting {}
}
