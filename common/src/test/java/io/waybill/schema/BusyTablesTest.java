package io.waybill.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.waybill.fixture.TestStore;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tables of few rows that every order changes: what PostgreSQL does by default would come too late for them. */
class BusyTablesTest {
    private static final String NOT_BY_SIZE = "autovacuum_vacuum_scale_factor=0";

    private final TestStore store = new TestStore();

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void walletsAreVacuumedAfterAThousandChangesHoweverManyThereAre() {
        assertThat(storageOf("wallet"))
                .containsExactlyInAnyOrder("fillfactor=10", NOT_BY_SIZE, "autovacuum_vacuum_threshold=1000");
    }

    @Test
    void theOutboxIsVacuumedAfterFiveThousandMessagesHoweverManyAreLeft() {
        assertThat(storageOf("outbox")).containsExactlyInAnyOrder(NOT_BY_SIZE, "autovacuum_vacuum_threshold=5000");
    }

    private List<String> storageOf(String table) {
        return store.jdbc()
                .sql("select unnest(reloptions) from pg_class where oid = :table::regclass")
                .param("table", table)
                .query(String.class)
                .list();
    }
}
