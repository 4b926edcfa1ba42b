package io.waybill.simulator.book;

/** What became of a wish. */
public sealed interface Sale {

    /** Bought now; the journal has it on disk. */
    record Bought(Purchase purchase) implements Sale {}

    /** Nothing was bought: the key had bought this before. */
    record Repeated(Purchase original) implements Sale {}

    /** Nothing was bought: the account has too little. */
    record NotCovered(Usd required, Usd available) implements Sale {}
}
