package io.waybill.order.remedy;

import java.util.Locale;

/** Why a remedy is not for an order; each with a sentence for the admin. */
public enum Objection {
    ORDER_NOT_FOUND("There is no order with this id."),
    VERSION_CHANGED("The order has another version than expected: read it again."),
    NOT_HELD("The order is not on hold."),
    BEING_SENT("A worker is buying it right now: look again when that has ended."),
    NOT_FAILED("Only a failed order can be ordered anew."),
    OUTCOME_UNKNOWN("Whether the provider has sold it is not known: resolve it."),
    OUTCOME_KNOWN("Its outcome is known, there is nothing to resolve: retry or refund it."),
    BOUGHT("The provider has sold it: resolve it as bought, or refund it at the store's cost."),
    DELIVERED_BY_HAND("A person delivers it, no worker can: resolve or refund it."),
    OVERPRICED(
            "It costs more at the provider than it was sold for: allow it for the item (sell_below_cost), or refund it."),
    LATE_SUCCESS("The provider has sold it after all: another order would deliver it twice."),
    REORDERED("It was ordered anew before.");

    private final String message;

    Objection(String message) {
        this.message = message;
    }

    public String message() {
        return message;
    }

    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }
}
