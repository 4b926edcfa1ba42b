package io.waybill.provider.upkeep.balance;

import io.waybill.provider.Provider.Balance;

/** What came of asking a provider for our balance. */
public sealed interface BalanceAnswer {
    /** The provider answered: it is healthy. */
    record Answered(Balance balance) implements BalanceAnswer {}

    /**
     * The provider gave no usable answer: it is failing.
     *
     * @param note what is wrong, in words, without secrets
     */
    record Failed(String note) implements BalanceAnswer {}
}
