package io.waybill.api.admin.settings;

import io.waybill.api.admin.AdminWrite;
import io.waybill.api.input.Fields;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads what is to be different about the settings. For one thread. */
final class SettingsFields {
    private static final int MAX_RATES = 200;
    private static final int RATE_DECIMALS = 8;
    private static final Pattern CURRENCY = Pattern.compile("[A-Z]{3}");

    /** No currency of the world is outside; a rate that is has lost or gained zeros. */
    private static final BigDecimal LEAST_RATE = new BigDecimal("0.0001");

    private static final BigDecimal MOST_RATE = new BigDecimal("10000000");

    private final AdminWrite write;
    private final Fields fields;

    SettingsFields(AdminWrite write) {
        this.write = write;
        this.fields = write.fields();
    }

    /** @throws io.waybill.api.http.RefusedException 400 if anything is wrong */
    SettingsChange change() {
        SettingsChange change =
                new SettingsChange(fields.bool("wallet_checkout"), currency("display_currency"), rates());
        write.requireNoErrors();
        return change;
    }

    private @Nullable String currency(String name) {
        String currency = fields.text(name, 64);
        if (currency != null && !isCurrency(currency)) {
            fields.wrong(name, "format", "must be a currency in three capitals, e.g. BDT");
        }
        return currency;
    }

    static boolean isCurrency(String text) {
        return CURRENCY.matcher(text).matches();
    }

    private Map<String, BigDecimal> rates() {
        JsonNode node = fields.node("rates");
        if (node == null) {
            return Map.of();
        }
        if (!(node instanceof ObjectNode object)) {
            fields.wrong("rates", "type", "must be an object, e.g. {\"BDT\":\"120.00\"}");
            return Map.of();
        }
        if (object.size() > MAX_RATES) {
            fields.wrong("rates", "too_long", "may have at most " + MAX_RATES + " currencies");
            return Map.of();
        }
        Fields given = new Fields(object);
        Map<String, BigDecimal> rates = new HashMap<>();
        for (String currency : object.propertyNames()) {
            BigDecimal rate = rate(given, currency);
            if (rate != null) {
                rates.put(currency, rate);
            }
        }
        given.errors().forEach(error -> fields.wrong("rates." + error.field(), error.code(), error.message()));
        return rates;
    }

    private @Nullable BigDecimal rate(Fields given, String currency) {
        if (!isCurrency(currency)) {
            fields.wrong("rates", "format", "may only have currencies in three capitals, e.g. BDT");
            return null;
        }
        BigDecimal rate = given.required(currency, given.decimal(currency, RATE_DECIMALS));
        if (rate == null) {
            return null;
        }
        if (currency.equals("USD") && rate.compareTo(BigDecimal.ONE) != 0) {
            given.wrong(currency, "range", "is always 1: rates are units of a currency per US dollar");
        } else if (rate.compareTo(LEAST_RATE) < 0 || rate.compareTo(MOST_RATE) > 0) {
            given.wrong(
                    currency,
                    "range",
                    "must be from " + LEAST_RATE + " to " + MOST_RATE + " units of the currency per US dollar");
        }
        return rate;
    }
}
