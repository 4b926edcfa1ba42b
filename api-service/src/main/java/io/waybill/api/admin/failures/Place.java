package io.waybill.api.admin.failures;

/**
 * A place in the list of failures, newest order first, and of one order the late successes before its own failure.
 *
 * @param attemptId of a late success; 0: the order itself
 */
public record Place(long orderId, long attemptId) {
    /** Before the first. */
    public static final Place START = new Place(Long.MAX_VALUE, 0);

    /** @throws IllegalArgumentException if it is no place */
    static Place parse(String text) {
        if (!text.matches("[0-9]{1,18}(\\.[0-9]{1,18})?")) {
            throw new IllegalArgumentException("no place in a list");
        }
        int dot = text.indexOf('.');
        return dot < 0
                ? new Place(Long.parseLong(text), 0)
                : new Place(Long.parseLong(text.substring(0, dot)), Long.parseLong(text.substring(dot + 1)));
    }

    @Override
    public String toString() {
        return attemptId == 0 ? Long.toString(orderId) : orderId + "." + attemptId;
    }
}
