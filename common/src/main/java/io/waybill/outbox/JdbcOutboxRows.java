package io.waybill.outbox;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The statements on {@code outbox}; each takes a whole batch. A row is written once and deleted once, never updated.
 */
final class JdbcOutboxRows {
    private final JdbcClient jdbc;

    JdbcOutboxRows(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Writes a row for each message, and tells which message got which row. */
    List<StoredMessage> insert(List<Message> messages) {
        return jdbc.sql("""
                insert into outbox (topic, key, payload)
                select *
                  from unnest(:topics, :keys, :payloads)
                returning id, topic, key, payload
                """)
                .param("topics", column(messages, Message::topic))
                .param("keys", column(messages, Message::key))
                .param("payloads", column(messages, Message::payload))
                .query(JdbcOutboxRows::storedMessage)
                .list();
    }

    /** Deletes the rows of messages that Kafka has; rows that another instance has deleted already are fine. */
    void delete(Collection<Long> ids) {
        jdbc.sql("""
                delete from outbox
                 where id = any (:ids)
                """).param("ids", ids.toArray(Long[]::new)).update();
    }

    /** The highest id that any row was given, committed or not. */
    long newestId() {
        return jdbc.sql("""
                select last_value
                  from outbox_id_seq
                """).query(Long.class).single();
    }

    /**
     * The next rows after {@code afterId} that have waited longer than {@code age} by the database's clock. Reading on
     * from an id, not from the start, steps over what was deleted a moment ago and is not yet vacuumed.
     */
    List<StoredMessage> olderThan(Duration age, long afterId, int limit) {
        return jdbc.sql("""
                select id,
                       topic,
                       key,
                       payload
                  from outbox
                 where id > :afterId
                   and created_at < clock_timestamp() - :ageMillis * interval '1 millisecond'
                 order by id
                 limit :limit
                """)
                .param("afterId", afterId)
                .param("ageMillis", age.toMillis())
                .param("limit", limit)
                .query(JdbcOutboxRows::storedMessage)
                .list();
    }

    private static StoredMessage storedMessage(ResultSet row, int index) throws SQLException {
        Message message = new Message(row.getString("topic"), row.getString("key"), row.getString("payload"));
        return new StoredMessage(row.getLong("id"), message);
    }

    private static String[] column(List<Message> messages, Function<Message, String> value) {
        return messages.stream().map(value).toArray(String[]::new);
    }
}
