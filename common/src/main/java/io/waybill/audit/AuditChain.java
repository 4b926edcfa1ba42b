package io.waybill.audit;

import io.waybill.audit.AuditLog.Link;
import io.waybill.secret.SecretBox;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Computes the links of the chain. Thread-safe. */
final class AuditChain {
    /** Fields in one order, whatever order PostgreSQL keeps them in. */
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .build();

    private static final TypeReference<Map<String, Object>> VALUES = new TypeReference<>() {};

    private final SecretBox secretBox;

    AuditChain(SecretBox secretBox) {
        this.secretBox = secretBox;
    }

    /** The link of an entry that follows another. */
    Link next(Link before, Instant at, AuditEntry entry) {
        long seq = before.seq() + 1;
        String covered = JSON.writeValueAsString(Arrays.asList(
                before.hash(),
                seq,
                ChronoUnit.MICROS.between(Instant.EPOCH, at),
                entry.actor(),
                entry.action(),
                entry.subject(),
                entry.reason(),
                entry.before().values(),
                entry.after().values()));
        return new Link(seq, HexFormat.of().formatHex(secretBox.fingerprint("audit " + covered)));
    }

    static String json(Facts facts) {
        return JSON.writeValueAsString(facts.values());
    }

    static Facts facts(String json) {
        return Facts.of(JSON.readValue(json, VALUES));
    }
}
