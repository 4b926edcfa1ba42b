package io.waybill.simulator.behaviour;

import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The words as a Markdown table, for the manual. */
public final class BehaviourTable {

    private BehaviourTable() {}

    public static String markdown() {
        return Stream.of(Behaviour.values())
                .map(BehaviourTable::row)
                .collect(Collectors.joining("\n", "| word | buys | then |\n|---|---|---|\n", "\n"));
    }

    private static String row(Behaviour behaviour) {
        String buys = behaviour.steps().contains(Step.BUY) ? "yes" : "no";
        return "| `%s` | %s | %s |"
                .formatted(behaviour.word(), behaviour.counts() ? "in the end" : buys, behaviour.description());
    }
}
