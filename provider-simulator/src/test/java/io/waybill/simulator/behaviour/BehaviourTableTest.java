package io.waybill.simulator.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BehaviourTableTest {

    private static final Path MANUAL = Path.of("..", "docs", "simulator.md");

    @Test
    void theManualHasTheTableOfTheCode() throws IOException {
        assertThat(Files.readString(MANUAL))
                .as("copy this table into %s", MANUAL)
                .contains(BehaviourTable.markdown());
    }

    @Test
    void noWordIsTakenTwice() {
        assertThat(Stream.of(Behaviour.values()).map(Behaviour::word)).doesNotHaveDuplicates();
    }

    @Test
    void whoGivesAReceiptHasBought() {
        assertThat(Behaviour.values())
                .filteredOn(behaviour -> behaviour.reply() instanceof Receipt)
                .allSatisfy(behaviour -> assertThat(behaviour.steps()).contains(Step.BUY));
    }
}
