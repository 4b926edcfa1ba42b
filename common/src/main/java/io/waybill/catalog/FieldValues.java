package io.waybill.catalog;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Whether a value is one that a custom checkout field takes. */
final class FieldValues {
    private static final Pattern NUMBER = Pattern.compile("-?[0-9]+(\\.[0-9]+)?");
    private static final Pattern EMAIL = Pattern.compile("[^@\\s]+@[^@\\s]+\\.[^@\\s]+");

    private FieldValues() {}

    /** What is wrong with the value, in the client's words; empty if nothing is. */
    static Optional<String> fault(CheckoutField field, String value) {
        if (!fitsType(field, value)) {
            return Optional.of(expectation(field));
        }
        if (field.pattern() != null && !fitsPattern(field.pattern(), value)) {
            return Optional.of("doesn't have the form of " + field.label() + ": " + field.pattern());
        }
        return Optional.empty();
    }

    private static boolean fitsType(CheckoutField field, String value) {
        return switch (field.type()) {
            case "number" -> NUMBER.matcher(value).matches();
            case "url" -> isWebAddress(value);
            case "email" -> EMAIL.matcher(value).matches();
            case "select" -> field.options() == null || field.options().contains(value);
            default -> true; // text, and what a provider may invent
        };
    }

    private static String expectation(CheckoutField field) {
        return switch (field.type()) {
            case "number" -> "must be a number";
            case "url" -> "must be an http or https address";
            case "email" -> "must be an e-mail address";
            default -> "must be one of " + field.options();
        };
    }

    private static boolean isWebAddress(String value) {
        try {
            URI uri = new URI(value);
            return ("http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme()))
                    && uri.getHost() != null;
        } catch (URISyntaxException _) {
            return false;
        }
    }

    /**
     * Patterns come from catalogs that we don't write: one that is no pattern asks nothing, and none may run for long.
     */
    private static boolean fitsPattern(String pattern, String value) {
        try {
            return Pattern.compile(pattern).matcher(new BoundedText(value)).matches();
        } catch (PatternSyntaxException _) {
            return true;
        } catch (BoundedText.TooManySteps | StackOverflowError _) {
            return false;
        }
    }
}
