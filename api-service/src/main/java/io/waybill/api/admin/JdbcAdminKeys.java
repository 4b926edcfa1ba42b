package io.waybill.api.admin;

import io.waybill.api.admin.AdminWrite.Binding;
import java.util.HexFormat;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The statements on {@code admin_idempotency_key}; all in the transaction of the write. */
final class JdbcAdminKeys {
    private static final HexFormat HEX = HexFormat.of();

    private final JdbcClient jdbc;

    JdbcAdminKeys(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** An admin waits for no lock longer than this: the write is refused then, and nothing of it is done. */
    void limitWaiting() {
        jdbc.sql("set local lock_timeout = '5s'").update();
    }

    /** Keeps everybody else who uses the key waiting until the transaction ends, and tells what it is bound to. */
    Optional<Bound> lock(Binding binding) {
        jdbc.sql("""
                select true
                  from (select pg_advisory_xact_lock(hashtextextended(:key, :accountId))) locked
                """)
                .param("key", binding.key())
                .param("accountId", binding.accountId())
                .query(Boolean.class)
                .single();
        return find(binding);
    }

    /** What the key is bound to now. */
    Optional<Bound> find(Binding binding) {
        return jdbc.sql("""
                select request_hash,
                       case jsonb_typeof(answer)
                         when 'string' then answer #>> '{}'
                         else answer::text
                       end as answer
                  from admin_idempotency_key
                 where account_id = :accountId
                   and key = :key
                """)
                .param("accountId", binding.accountId())
                .param("key", binding.key())
                .query((row, _) -> new Bound(HEX.formatHex(row.getBytes("request_hash")), row.getString("answer")))
                .optional();
    }

    /**
     * The answer is kept as one text, for a repeat to be the same to the letter: an object in jsonb sorts its fields.
     */
    void bind(Binding binding, String answer) {
        int bound = jdbc.sql("""
                insert into admin_idempotency_key (account_id, key, request_hash, answer)
                values (:accountId, :key, :requestHash, to_jsonb(:answer::text))
                """)
                .param("accountId", binding.accountId())
                .param("key", binding.key())
                .param("requestHash", HEX.parseHex(binding.requestHash()))
                .param("answer", answer)
                .update();
        if (bound != 1) {
            throw new IllegalStateException("bound " + bound + " answers to one key");
        }
    }

    /** What a key is bound to: a request, and its answer in JSON. */
    record Bound(String requestHash, String answer) {}
}
