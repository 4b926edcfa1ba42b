package io.waybill.api.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessResourceFailureException;

final class KeyUsesTest {
    private final List<List<Long>> written = new ArrayList<>();
    private boolean reachable = true;
    private long now;
    private final KeyUses uses = new KeyUses(this::accept, () -> now);

    private void accept(List<Long> keys) {
        if (!reachable) {
            throw new DataAccessResourceFailureException("no database");
        }
        written.add(keys.stream().sorted().toList());
    }

    @Test
    void many_uses_are_written_once_a_minute_for_each_key() {
        use(7, 8, 7, 7);
        uses.write();
        use(7, 9);
        uses.write();
        now += KeyUses.ONCE_IN.toNanos() - 1;
        use(7);
        uses.write();
        now += 1;
        uses.write();
        use(7);
        uses.write();

        assertThat(written).containsExactly(List.of(7L, 8L), List.of(9L), List.of(7L));
    }

    @Test
    void what_could_not_be_written_is_written_the_next_time() {
        reachable = false;
        use(7);
        assertThatThrownBy(uses::write).isInstanceOf(DataAccessResourceFailureException.class);
        reachable = true;
        uses.write();

        assertThat(written).containsExactly(List.of(7L));
    }

    @Test
    void no_more_wait_than_there_is_room_for() {
        for (long key = 0; key < 20_000; key++) {
            uses.note(key);
        }
        uses.write();

        assertThat(written.getFirst()).hasSize(10_000);
    }

    private void use(long... keys) {
        for (long key : keys) {
            uses.note(key);
        }
    }
}
