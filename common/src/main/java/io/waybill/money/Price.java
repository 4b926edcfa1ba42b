package io.waybill.money;

import java.math.BigInteger;

/**
 * The selling price of one unit of an item, where a unit is one piece or a thousand.
 *
 * @param perUnit price of one unit, positive
 * @param unit pieces in a unit: 1 or 1000
 */
public record Price(Usd perUnit, int unit) {
    public Price {
        if (!perUnit.isPositive() || (unit != 1 && unit != 1000)) {
            throw new IllegalArgumentException("a price is positive, for a unit of 1 or 1000");
        }
    }

    /**
     * What the given number of pieces costs: rounded up to a whole micro-dollar, at least one.
     *
     * @throws ArithmeticException if the charge does not fit into micro-dollars
     */
    public Usd charge(int quantity) {
        BigInteger exact = BigInteger.valueOf(perUnit.micros()).multiply(BigInteger.valueOf(quantity));
        BigInteger[] whole = exact.divideAndRemainder(BigInteger.valueOf(unit));
        long micros = (whole[1].signum() == 0 ? whole[0] : whole[0].add(BigInteger.ONE)).longValueExact();
        return Usd.ofMicros(Math.max(1, micros));
    }
}
