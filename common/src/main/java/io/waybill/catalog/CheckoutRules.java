package io.waybill.catalog;

import io.waybill.error.FieldError;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an item asks of an order for it: a {@code player_id} or its custom checkout fields, and a quantity within its
 * range. Values for fields that the item doesn't have are left out. Pure.
 */
public final class CheckoutRules {
    /** Longest {@code player_id} or checkout value. */
    public static final int MAX_VALUE_LENGTH = 500;

    /** The field that says the quantity of a service sold by the thousand. */
    static final String SMM_QUANTITY = "smm_quantity";

    private static final String CHECKOUT = "checkout.";

    private final Item item;
    private final List<FieldError> errors = new ArrayList<>();

    private CheckoutRules(Item item) {
        this.item = item;
    }

    /** @param quantity as asked for, 1 if it wasn't said */
    public static Result check(Item item, int quantity, @Nullable String playerId, Map<String, String> checkout) {
        CheckoutRules rules = new CheckoutRules(item);
        rules.checkPlayerId(playerId);
        Map<String, String> values = rules.checkFields(checkout);
        int pieces = rules.checkQuantity(quantity, values);
        return rules.errors.isEmpty() ? new Result.Fits(pieces, values) : new Result.Wrong(rules.errors);
    }

    /** Whether a text can be stored and shown: no control characters, no broken surrogate pairs. */
    public static boolean isPlainText(String text) {
        return text.codePoints()
                .noneMatch(point -> Character.isISOControl(point) || Character.getType(point) == Character.SURROGATE);
    }

    private void checkPlayerId(@Nullable String playerId) {
        if (playerId == null || playerId.isBlank()) {
            if (item.fields().isEmpty()) {
                wrong("player_id", "required", "is required: this item has no custom checkout fields");
            }
        } else {
            checkText("player_id", playerId);
        }
    }

    private Map<String, String> checkFields(Map<String, String> checkout) {
        Map<String, String> values = new HashMap<>();
        for (CheckoutField field : item.fields()) {
            String path = CHECKOUT + field.name();
            String value = checkout.getOrDefault(field.name(), "");
            if (value.isBlank()) {
                if (field.required()) {
                    wrong(path, "required", "is required: " + field.label());
                }
            } else if (checkText(path, value)) {
                FieldValues.fault(field, value).ifPresent(fault -> wrong(path, "format", fault));
                values.put(field.name(), value);
            }
        }
        return values;
    }

    private boolean checkText(String path, String value) {
        if (value.length() > MAX_VALUE_LENGTH) {
            wrong(path, "too_long", "must have at most " + MAX_VALUE_LENGTH + " characters");
            return false;
        }
        if (!isPlainText(value)) {
            wrong(path, "format", "must not contain control characters");
            return false;
        }
        return true;
    }

    private int checkQuantity(int quantity, Map<String, String> values) {
        String asked = values.get(SMM_QUANTITY);
        if (asked == null) {
            checkRange("quantity", quantity);
            return quantity;
        }
        String path = CHECKOUT + SMM_QUANTITY;
        if (!asked.matches("[0-9]{1,9}")) {
            wrong(path, "type", "must be a whole number");
            return quantity;
        }
        int pieces = Integer.parseInt(asked);
        if (quantity != 1 && quantity != pieces) {
            wrong(
                    "quantity",
                    "range",
                    "says " + quantity + ", and checkout.smm_quantity says " + pieces + ": say it once");
        }
        checkRange(path, pieces);
        return pieces;
    }

    private void checkRange(String path, int quantity) {
        if (quantity < item.minQuantity() || quantity > item.maxQuantity()) {
            wrong(path, "range", "must be from " + item.minQuantity() + " to " + item.maxQuantity());
        }
    }

    private void wrong(String field, String code, String message) {
        errors.add(new FieldError(field, code, message));
    }

    /** Whether an order fits its item. */
    public sealed interface Result {
        /**
         * It does.
         *
         * @param quantity pieces to deliver and to charge
         * @param checkout values of the item's own fields, by name
         */
        record Fits(int quantity, Map<String, String> checkout) implements Result {
            public Fits {
                checkout = Map.copyOf(checkout);
            }
        }

        /** It doesn't; at least one error. */
        record Wrong(List<FieldError> errors) implements Result {
            public Wrong {
                errors = List.copyOf(errors);
            }
        }
    }
}
