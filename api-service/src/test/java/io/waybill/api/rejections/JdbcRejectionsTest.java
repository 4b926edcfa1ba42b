package io.waybill.api.rejections;

import static org.assertj.core.api.Assertions.assertThat;

import io.waybill.testing.TestDatabase;
import io.waybill.testing.TestServices;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

final class JdbcRejectionsTest {
    private final TestDatabase database = TestServices.database();
    private final JdbcClient jdbc = JdbcClient.create(database.dataSource());
    private final JdbcRejections rejections = new JdbcRejections(jdbc);

    @AfterEach
    void drop() {
        database.close();
    }

    @Test
    void only_the_newest_are_kept_and_the_oldest_go_in_batches() {
        rejections.insert(
                IntStream.range(0, 100).mapToObj(JdbcRejectionsTest::rejection).toList());

        assertThat(rejections.trim(40, 50)).isEqualTo(50);
        assertThat(rejections.trim(40, 50)).isEqualTo(10);
        assertThat(rejections.trim(40, 50)).isZero();
        assertThat(jdbc.sql("select request_id from rejected_request order by id")
                        .query(String.class)
                        .list())
                .hasSize(40)
                .startsWith("req_60")
                .endsWith("req_99");
    }

    @Test
    void counts_add_up() {
        LocalDate day = LocalDate.EPOCH;
        rejections.count(day, Map.of("validation", 2L, "unauthorized", 1L));
        rejections.count(day, Map.of("validation", 3L));

        assertThat(jdbc.sql("select error || '=' || count from rejection_count order by error")
                        .query(String.class)
                        .list())
                .isEqualTo(List.of("unauthorized=1", "validation=5"));
    }

    private static Rejection rejection(int number) {
        return new Rejection(
                "req_" + number,
                Instant.EPOCH,
                null,
                null,
                "POST",
                "/api/v1/orders",
                1L,
                400,
                "validation",
                "no",
                null);
    }
}
