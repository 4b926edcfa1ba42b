package io.waybill.api.admin.failures;

import org.jspecify.annotations.Nullable;

/** What was answered, in a line. */
final class EvidenceLine {
    private static final int MOST_CHARACTERS = 200;

    private EvidenceLine() {}

    /** @param httpStatus 0: there was no answer */
    static String of(@Nullable String note, @Nullable String outcome, int httpStatus, @Nullable String answer) {
        StringBuilder line = new StringBuilder(note == null || note.isEmpty() ? said(outcome) : note);
        if (httpStatus > 0) {
            line.append(" HTTP ").append(httpStatus);
        }
        if (answer != null && !answer.isBlank()) {
            line.append(": ").append(answer);
        }
        return shortened(line.toString().replaceAll("\\s+", " ").strip());
    }

    private static String said(@Nullable String outcome) {
        return outcome == null ? "No answer yet." : outcome;
    }

    private static String shortened(String line) {
        return line.codePointCount(0, line.length()) <= MOST_CHARACTERS
                ? line
                : line.substring(0, line.offsetByCodePoints(0, MOST_CHARACTERS - 1)) + "…";
    }
}
