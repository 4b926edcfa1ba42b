package io.waybill.simulator.book;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** An amount of US dollars, exact to a millionth; written with two to six decimals. */
public record Usd(BigDecimal amount) implements Comparable<Usd> {

    public static final Usd ZERO = Usd.of("0");

    private static final int DECIMALS = 6;

    public Usd {
        amount = amount.setScale(DECIMALS, RoundingMode.UNNECESSARY);
    }

    public static Usd of(String amount) {
        return new Usd(new BigDecimal(amount));
    }

    /** What an amount in BDT costs at a rate of BDT for one dollar, rounded up to a millionth. */
    public static Usd ofBdt(BigDecimal bdt, BigDecimal rate) {
        return new Usd(bdt.divide(rate, DECIMALS, RoundingMode.UP));
    }

    public Usd plus(Usd other) {
        return new Usd(amount.add(other.amount));
    }

    public Usd minus(Usd other) {
        return new Usd(amount.subtract(other.amount));
    }

    /** In BDT with two decimals, rounded down: nobody is shown money that is not there. */
    public BigDecimal toBdt(BigDecimal rate) {
        return amount.multiply(rate).setScale(2, RoundingMode.DOWN);
    }

    @Override
    public int compareTo(Usd other) {
        return amount.compareTo(other.amount);
    }

    @Override
    public String toString() {
        BigDecimal brief = amount.stripTrailingZeros();
        return (brief.scale() < 2 ? brief.setScale(2) : brief).toPlainString();
    }
}
