package io.waybill.catalog;

/**
 * A text that can be looked at only so often, so that a pattern which backtracks without end is stopped. Not
 * thread-safe.
 */
final class BoundedText implements CharSequence {
    private static final int MAX_STEPS = 100_000;

    private final String text;
    private int steps;

    BoundedText(String text) {
        this.text = text;
    }

    @Override
    public char charAt(int index) {
        if (++steps > MAX_STEPS) {
            throw new TooManySteps();
        }
        return text.charAt(index);
    }

    @Override
    public int length() {
        return text.length();
    }

    @Override
    public CharSequence subSequence(int start, int end) {
        return text.substring(start, end);
    }

    @Override
    public String toString() {
        return text;
    }

    /** The pattern has looked too often. */
    static final class TooManySteps extends RuntimeException {
        TooManySteps() {
            super("a pattern took more than " + MAX_STEPS + " steps", null, false, false);
        }
    }
}
