package io.waybill.api.input;

/** Ids in paths. */
public final class PathIds {
    /** Nothing has it. */
    private static final long NONE = -1;

    private PathIds() {}

    /** What is no id is as good as an unknown one. */
    public static long parse(String text) {
        return text.matches("[0-9]{1,18}") ? Long.parseLong(text) : NONE;
    }
}
