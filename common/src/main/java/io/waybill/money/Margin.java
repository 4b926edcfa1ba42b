package io.waybill.money;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * How a selling price follows from a cost: so many percent more, rounded up to a multiple of a step, at least one step.
 *
 * @param percent put on the cost, not negative
 * @param step positive
 */
public record Margin(BigDecimal percent, Usd step) {
    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);
    private static final int MICRO_DIGITS = 6;

    public Margin {
        if (!step.isPositive()) {
            throw new IllegalArgumentException("a step is positive");
        }
    }

    /** @throws ArithmeticException if the price does not fit into micro-dollars */
    public Usd price(Usd cost) {
        return price(cost.toBigDecimal(), BigDecimal.ONE);
    }

    /**
     * From a cost in another currency; the division comes last, so that nothing is rounded up twice.
     *
     * @param perUsd units of that currency per US dollar
     * @throws ArithmeticException if the price does not fit into micro-dollars
     */
    public Usd price(BigDecimal cost, BigDecimal perUsd) {
        BigDecimal hundredfold = cost.movePointRight(MICRO_DIGITS).multiply(HUNDRED.add(percent));
        BigDecimal divisor = perUsd.multiply(HUNDRED).multiply(BigDecimal.valueOf(step.micros()));
        BigDecimal steps = hundredfold.divide(divisor, 0, RoundingMode.CEILING).max(BigDecimal.ONE);
        return Usd.ofMicros(Math.multiplyExact(steps.longValueExact(), step.micros()));
    }
}
