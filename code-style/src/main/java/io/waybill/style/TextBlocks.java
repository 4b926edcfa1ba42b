package io.waybill.style;

import java.util.ArrayList;
import java.util.List;

/**
 * Indents text blocks by eight columns from the line that opens them, so that SQL stands in line with the calls that
 * follow it. Only moves blocks as a whole: their value stays what it was.
 */
final class TextBlocks {

    private static final String DELIMITER = "\"\"\"";
    private static final int CONTINUATION = 8;

    private TextBlocks() {}

    static String indent(String source) {
        List<String> result = new ArrayList<>();
        List<String> block = new ArrayList<>();
        int target = -1;
        for (String line : source.split("\n", -1)) {
            if (target < 0) {
                result.add(line);
                target = opens(line) ? indentation(line) + CONTINUATION : -1;
            } else {
                block.add(line);
                if (line.replace("\\\"", "").contains(DELIMITER)) {
                    result.addAll(moved(block, target));
                    block.clear();
                    target = opens(line) ? indentation(result.getLast()) + CONTINUATION : -1;
                }
            }
        }
        result.addAll(block);
        return String.join("\n", result);
    }

    private static boolean opens(String line) {
        String code = line.strip();
        return code.endsWith(DELIMITER) && !code.startsWith("*") && !code.startsWith("//") && !code.equals(DELIMITER);
    }

    private static List<String> moved(List<String> block, int target) {
        int present = block.stream()
                .filter(line -> !line.isBlank())
                .mapToInt(TextBlocks::indentation)
                .min()
                .orElse(target);
        return block.stream()
                .map(line -> line.isBlank() ? "" : " ".repeat(target) + line.substring(present))
                .toList();
    }

    private static int indentation(String line) {
        return line.length() - line.stripLeading().length();
    }
}
