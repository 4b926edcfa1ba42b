package io.waybill.provider.upkeep.event;

import io.waybill.outbox.Message;
import io.waybill.outbox.Outbox;
import io.waybill.outbox.Topics;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

final class JdbcProviderEvents implements ProviderEvents {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int KEPT = 10_000;

    private final JdbcClient jdbc;
    private final Outbox outbox;

    JdbcProviderEvents(JdbcClient jdbc, Outbox outbox) {
        this.jdbc = jdbc;
        this.outbox = outbox;
    }

    @Override
    public void tell(ProviderEvent event) {
        Kept kept = insert(event);
        deleteOld(event.providerId());
        outbox.append(List.of(new Message(
                Topics.PROVIDER_EVENTS,
                Long.toString(event.providerId()),
                JSON.writeValueAsString(told(event, kept)))));
    }

    private static Map<String, Object> told(ProviderEvent event, Kept kept) {
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("id", kept.id());
        told.put("provider_id", event.providerId());
        told.put("kind", event.kind().wire());
        told.put("note", event.note());
        told.put("at", kept.at().toInstant().toString());
        return told;
    }

    private Kept insert(ProviderEvent event) {
        return jdbc.sql("""
                insert into provider_event (provider_id, kind, note)
                values (:provider, :kind, :note)
                returning id, at
                """)
                .param("provider", event.providerId())
                .param("kind", event.kind().wire())
                .param("note", event.note())
                .query((row, _) -> new Kept(row.getLong("id"), row.getObject("at", OffsetDateTime.class)))
                .single();
    }

    private void deleteOld(long providerId) {
        jdbc.sql("""
                delete from provider_event
                 where provider_id = :provider
                   and id <= (select id
                                from provider_event
                               where provider_id = :provider
                               order by id desc
                              offset :kept
                               limit 1)
                """).param("provider", providerId).param("kept", KEPT).update();
    }

    private record Kept(long id, OffsetDateTime at) {}
}
