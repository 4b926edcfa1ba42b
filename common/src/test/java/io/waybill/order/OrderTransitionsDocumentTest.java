package io.waybill.order;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The diagram in docs/orders.md is the table in code; {@code -Dwaybill.docs=write} writes it anew. */
class OrderTransitionsDocumentTest {
    private static final Path DOCUMENT = Path.of("..", "docs", "orders.md");
    private static final String START = "<!-- transitions -->\n";
    private static final String END = "<!-- /transitions -->\n";

    @Test
    void theDiagramIsGeneratedFromTheTable() throws IOException {
        String document = Files.readString(DOCUMENT);
        int start = document.indexOf(START) + START.length();
        int end = document.indexOf(END);
        String expected = document.substring(0, start) + diagram() + document.substring(end);
        if ("write".equals(System.getProperty("waybill.docs"))) {
            Files.writeString(DOCUMENT, expected);
        } else {
            assertThat(document)
                    .as("run this test with -Dwaybill.docs=write to bring docs/orders.md up to date")
                    .isEqualTo(expected);
        }
    }

    private static String diagram() {
        String initial = OrderTransitions.INITIAL.stream()
                .sorted()
                .map(status -> "  [*] --> " + status.wire() + "\n")
                .collect(Collectors.joining());
        String steps = OrderTransitions.ALL.stream()
                .flatMap(transition -> transition.from().stream()
                        .sorted(Comparator.naturalOrder())
                        .map(from ->
                                "  " + from.wire() + " --> " + transition.to().wire() + ": " + name(transition) + "\n"))
                .collect(Collectors.joining());
        return "```mermaid\nstateDiagram-v2\n" + initial + steps + "```\n";
    }

    private static String name(OrderTransitions.Transition transition) {
        String words = transition.step().getSimpleName().replaceAll("([A-Z])", " $1");
        return words.strip().toLowerCase(Locale.ROOT);
    }
}
