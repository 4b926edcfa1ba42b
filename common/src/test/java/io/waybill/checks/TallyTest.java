package io.waybill.checks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TallyTest {
    private static final Found.Violation ONE = new Found.Violation(Map.of("wallet_id", 1L), Map.of());

    private final Tally tally = new Tally(List.of("chain", "balance"), Pace.hurried());

    @Test
    void it_knows_whether_something_wrong_was_counted_and_not_told() {
        assertThat(tally.tellsAll(List.of("chain", "balance"))).isTrue();
        tally.add("chain", new Found(5, 1, List.of(ONE)));
        assertThat(tally.tellsAll(List.of("chain", "balance"))).isTrue();
        tally.run("balance", () -> new Found(5, 2, List.of(ONE)));
        assertThat(tally.tellsAll(List.of("chain", "balance"))).isFalse();
        assertThat(tally.tellsAll(List.of("chain"))).isTrue();
    }

    @Test
    void what_was_found_in_parts_is_added_up() {
        tally.run("chain", () -> new Found(5, 0, List.of()));
        tally.run("chain", () -> new Found(7, 1, List.of(ONE)));
        assertThat(tally.found()).containsEntry("chain", new Found(12, 1, List.of(ONE)));
        assertThat(tally.took().get("chain")).isPositive();
        assertThat(tally.took().get("balance")).isZero();
    }
}
