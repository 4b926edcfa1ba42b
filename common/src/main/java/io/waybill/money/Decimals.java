package io.waybill.money;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** Decimals as people read them. */
public final class Decimals {
    private static final int LEAST = 2;

    private Decimals() {}

    /** Two decimals, and more where they are needed: {@code 120.00}, {@code 9.225}. */
    public static String shown(BigDecimal value) {
        BigDecimal stripped = value.stripTrailingZeros();
        return (stripped.scale() < LEAST ? stripped.setScale(LEAST, RoundingMode.UNNECESSARY) : stripped)
                .toPlainString();
    }
}
