package io.waybill.money;

import java.math.BigDecimal;

/**
 * An amount of US dollars, kept in whole micro-dollars (1 USD = 1,000,000 micros). Immutable; arithmetic is exact and
 * throws {@link ArithmeticException} on overflow instead of wrapping.
 *
 * @param micros the amount in micro-dollars; negative only for differences
 */
public record Usd(long micros) implements Comparable<Usd> {
    public static final Usd ZERO = new Usd(0);
    private static final int SCALE = 6;
    private static final int MAX_TEXT_LENGTH = 32;

    public static Usd ofMicros(long micros) {
        return new Usd(micros);
    }

    /**
     * Reads a plain decimal such as {@code 10.25}.
     *
     * @throws NumberFormatException if the text is no plain decimal, has more than six decimals, or is out of range
     */
    public static Usd parse(String text) {
        if (text.isEmpty() || text.length() > MAX_TEXT_LENGTH || !text.matches("-?[0-9]+(\\.[0-9]{1,6})?")) {
            throw new NumberFormatException("not an amount in USD with at most six decimals");
        }
        return of(new BigDecimal(text));
    }

    /** @throws NumberFormatException if the value has more than six decimals or is out of range */
    public static Usd of(BigDecimal value) {
        try {
            return new Usd(value.movePointRight(SCALE).longValueExact());
        } catch (ArithmeticException e) {
            throw new NumberFormatException("not an amount in whole micro-dollars: out of range or too many decimals");
        }
    }

    public Usd plus(Usd other) {
        return new Usd(Math.addExact(micros, other.micros));
    }

    public Usd minus(Usd other) {
        return new Usd(Math.subtractExact(micros, other.micros));
    }

    public boolean isLessThan(Usd other) {
        return micros < other.micros;
    }

    public boolean isPositive() {
        return micros > 0;
    }

    public BigDecimal toBigDecimal() {
        return BigDecimal.valueOf(micros, SCALE);
    }

    /** Two decimals, and up to six where they are needed: {@code 10.25}, {@code 9.225}. */
    public String toShortString() {
        return Decimals.shown(toBigDecimal());
    }

    /** Always six decimals: {@code 1.025000}. */
    public String toLongString() {
        return toBigDecimal().toPlainString();
    }

    @Override
    public int compareTo(Usd other) {
        return Long.compare(micros, other.micros);
    }

    @Override
    public String toString() {
        return toShortString() + " USD";
    }
}
