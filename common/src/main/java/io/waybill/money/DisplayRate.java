package io.waybill.money;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.Locale;
import java.util.Map;

/**
 * The store's display currency at the rate in force.
 *
 * @param currency ISO 4217 code
 * @param perUsd units of the currency per US dollar, positive
 */
public record DisplayRate(String currency, BigDecimal perUsd) {
    private static final Map<String, String> SYMBOLS =
            Map.of("BDT", "৳", "USD", "$", "EUR", "€", "GBP", "£", "INR", "₹");

    public DisplayRate {
        if (perUsd.signum() <= 0) {
            throw new IllegalArgumentException("a rate is positive");
        }
    }

    /** A price or charge with exactly two decimals, rounded up like the charge itself. */
    public BigDecimal show(Usd amount) {
        return amount.toBigDecimal().multiply(perUsd).setScale(2, RoundingMode.CEILING);
    }

    /**
     * A balance as a person reads it, e.g. {@code ৳1,230.00}; rounded down, so that it never promises more than there
     * is.
     */
    public String showBalance(Usd balance) {
        BigDecimal shown = balance.toBigDecimal().multiply(perUsd).setScale(2, RoundingMode.FLOOR);
        String number = new DecimalFormat("#,##0.00", DecimalFormatSymbols.getInstance(Locale.ROOT)).format(shown);
        return SYMBOLS.getOrDefault(currency, currency + " ") + number;
    }
}
