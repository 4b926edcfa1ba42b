package io.waybill.error;

/**
 * One field that was refused.
 *
 * @param field its path in the body, e.g. {@code checkout.cf_server}
 * @param code a stable word: {@code required}, {@code type}, {@code range}, {@code format}, {@code unknown},
 *     {@code too_long}, {@code taken}
 * @param message what is wrong and what would be right; never repeats a secret
 */
public record FieldError(String field, String code, String message) {}
