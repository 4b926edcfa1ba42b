package io.waybill.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.waybill.testing.TestDatabase;
import io.waybill.testing.TestServices;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

class JdbcElectionTest {
    private final TestDatabase database = TestServices.database();

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void oneOfTwoIsElectedAndStaysSoUntilItResigns() {
        JdbcElection first = candidate("first", Duration.ofMinutes(1));
        JdbcElection second = candidate("second", Duration.ofMinutes(1));

        assertThat(first.stand()).isTrue();
        assertThat(second.stand()).isFalse();
        assertThat(first.stand()).isTrue();

        second.resign();
        assertThat(second.stand()).isFalse();
        first.resign();
        assertThat(second.stand()).isTrue();
    }

    @Test
    void whoeverIsSilentForItsLeaseIsSucceeded() {
        JdbcElection silent = candidate("silent", Duration.ofMillis(300));
        JdbcElection heir = candidate("heir", Duration.ofMinutes(1));

        assertThat(silent.stand()).isTrue();
        await().until(heir::stand);
        assertThat(silent.stand()).isFalse();
    }

    private JdbcElection candidate(String name, Duration lease) {
        return new JdbcElection(JdbcClient.create(database.dataSource()), "a duty", name, lease);
    }
}
