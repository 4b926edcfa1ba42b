package io.waybill.api.admin;

import io.waybill.api.http.Answer;
import io.waybill.api.http.AnswerJson;
import io.waybill.api.http.Charged;
import io.waybill.api.http.Exchange;
import io.waybill.api.http.Failure;
import io.waybill.api.input.Fields;
import io.waybill.api.input.IdempotencyKeys;
import io.waybill.api.input.JsonBodies;
import io.waybill.audit.AuditEntry;
import io.waybill.audit.AuditLog;
import io.waybill.error.ErrorCode;
import io.waybill.error.Refusal;
import io.waybill.error.Retry;
import io.waybill.secret.SecretBox;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.util.unit.DataSize;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Carries out what admins ask for. Each write is one transaction, together with its audit entries and, under an
 * Idempotency-Key, with its answer: a repeat gets that answer and does nothing. Only what was done binds a key, for
 * good; a refusal is not remembered. What can't stand in a transaction is asked for ({@link #record}), done, and
 * concluded ({@link #conclude} or {@link #refuse}). Thread-safe.
 */
public final class AdminDesk {
    private static final Logger log = LoggerFactory.getLogger(AdminDesk.class);
    private static final DataSize BODY_LIMIT = DataSize.ofMegabytes(1);
    private static final int MAX_REASON = 500;
    private static final Map<String, String> REPLAYED = Map.of("Idempotent-Replayed", "true");

    /** The order of fields and white space make no difference to a repeat. */
    private static final JsonMapper SORTED = JsonMapper.builder()
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .build();

    private final JsonBodies bodies;
    private final AnswerJson json;
    private final TransactionTemplate transactions;
    private final JdbcAdminKeys keys;
    private final AuditLog audit;
    private final SecretBox secretBox;

    AdminDesk(
            JsonBodies bodies,
            AnswerJson json,
            TransactionTemplate transactions,
            JdbcAdminKeys keys,
            AuditLog audit,
            SecretBox secretBox) {
        this.bodies = bodies;
        this.json = json;
        this.transactions = transactions;
        this.keys = keys;
        this.audit = audit;
        this.secretBox = secretBox;
    }

    /**
     * Reads a write; a request without a body has no fields.
     *
     * @throws io.waybill.api.http.RefusedException if the body or the key can't be read; what is wrong with fields is
     *     told by {@link AdminWrite#requireNoErrors}
     */
    public AdminWrite read(Exchange exchange, Reason needed) {
        HttpServletRequest request = exchange.request();
        ObjectNode body = hasBody(request) ? bodies.read(request, BODY_LIMIT) : SORTED.createObjectNode();
        String key = IdempotencyKeys.ofHeader(request);
        Fields fields = new Fields(body);
        String reason = fields.text("reason", MAX_REASON);
        AdminWrite write = new AdminWrite(exchange, fields, reason, key == null ? null : binding(exchange, body, key));
        if (needed == Reason.REQUIRED) {
            write.requireReason();
        }
        return write;
    }

    private static boolean hasBody(HttpServletRequest request) {
        return request.getContentLengthLong() > 0 || request.getHeader("Transfer-Encoding") != null;
    }

    /** A keyed hash, for a body may hold voucher codes, which could be guessed from a plain one. */
    private AdminWrite.Binding binding(Exchange exchange, ObjectNode body, String key) {
        HttpServletRequest request = exchange.request();
        Object fields = SORTED.treeToValue(body, Object.class);
        String asked = SORTED.writeValueAsString(List.of(request.getMethod(), request.getRequestURI(), fields));
        byte[] hash = secretBox.fingerprint("admin request " + asked);
        return new AdminWrite.Binding(
                exchange.caller().account().id(), key, HexFormat.of().formatHex(hash));
    }

    /**
     * @param work does it in the transaction that is under way, in the order of locks that holds everywhere; what it
     *     throws undoes everything
     */
    public Answer carryOut(AdminWrite write, Supplier<Done> work) {
        boolean[] committing = {false};
        try {
            return Objects.requireNonNull(transactions.execute(transaction -> {
                Answer answer = decide(write, work);
                if (answer instanceof Answer.Failed) {
                    transaction.setRollbackOnly();
                } else {
                    committing[0] = true;
                }
                return answer;
            }));
        } catch (RuntimeException e) {
            if (committing[0]) {
                return inDoubt(write, e);
            }
            throw e;
        }
    }

    /**
     * Puts entries on record in a transaction of their own: before work that must not stand in a transaction, that it
     * was asked for.
     */
    public void record(List<AuditEntry> entries) {
        transactions.executeWithoutResult(_ -> {
            keys.limitWaiting();
            audit.append(entries);
        });
    }

    /**
     * Ends a write whose work came to nothing. The refusal is the answer even if the entry is lost, which the log tells
     * then: that the work was asked for is on record.
     */
    public Answer refuse(AdminWrite write, Refusal refusal, AuditEntry failed) {
        try {
            record(List.of(failed));
        } catch (RuntimeException e) {
            log.atError()
                    .addKeyValue("request", write.requestId())
                    .addKeyValue("action", failed.action())
                    .setCause(e)
                    .log("an audit entry of what failed was lost");
        }
        return Answer.refused(refusal);
    }

    /**
     * Ends a write whose work is done already. Where another request with the same Idempotency-Key was quicker, what
     * that one was answered is the answer, and what was done here is on record all the same. If that can't be written,
     * the answer is that nobody knows whether it was done: that it was asked for is on record.
     */
    public Answer conclude(AdminWrite write, Done.Well done) {
        boolean[] first = {false};
        try {
            Answer answer = carryOut(write, () -> {
                first[0] = true;
                return done;
            });
            if (!first[0]) {
                record(done.entries());
            }
            return answer;
        } catch (RuntimeException e) {
            return inDoubt(write, e);
        }
    }

    /**
     * What the request was answered before, if its Idempotency-Key is bound: for work that must not stand in the
     * transaction of its audit entries, such as asking a provider, and so comes before {@link #conclude}.
     */
    public Optional<Answer> earlier(AdminWrite write) {
        AdminWrite.Binding binding = write.binding();
        return binding == null ? Optional.empty() : keys.find(binding).map(bound -> repeated(bound, binding));
    }

    private Answer decide(AdminWrite write, Supplier<Done> work) {
        keys.limitWaiting();
        AdminWrite.Binding binding = write.binding();
        Optional<JdbcAdminKeys.Bound> bound = binding == null ? Optional.empty() : keys.lock(binding);
        return bound.map(earlier -> repeated(earlier, Objects.requireNonNull(binding)))
                .orElseGet(() -> done(write, work.get()));
    }

    private Answer done(AdminWrite write, Done done) {
        return switch (done) {
            case Done.Refused(Refusal refusal) -> Answer.refused(refusal);
            case Done.Well well -> {
                List<String> warnings = write.fields().warnings();
                bind(write.binding(), withWarnings(well.replay(), warnings));
                audit.append(well.entries());
                yield Answer.ok(withWarnings(well.body(), warnings));
            }
        };
    }

    private void bind(AdminWrite.@Nullable Binding binding, Object replay) {
        if (binding != null) {
            keys.bind(binding, new String(json.write(replay), StandardCharsets.UTF_8));
        }
    }

    private static Answer repeated(JdbcAdminKeys.Bound earlier, AdminWrite.Binding now) {
        return earlier.requestHash().equals(now.requestHash())
                ? new Answer.Ok(SORTED.readTree(earlier.answer()), REPLAYED)
                : Answer.refused(Refusal.of(
                        ErrorCode.IDEMPOTENCY_KEY_REUSED,
                        "This Idempotency-Key belongs to another request: use a new key for a new request."));
    }

    private Object withWarnings(Object body, List<String> warnings) {
        if (warnings.isEmpty()) {
            return body;
        }
        ObjectNode answer = (ObjectNode) SORTED.readTree(json.write(body));
        warnings.forEach(answer.putArray("warnings")::add);
        return answer;
    }

    /** The commit was sent and no good answer came back, or the end of what was done couldn't be written. */
    private static Answer inDoubt(AdminWrite write, RuntimeException e) {
        log.atError()
                .addKeyValue("request", write.exchange().requestId())
                .setCause(e)
                .log("whether an admin's write was done is in doubt");
        boolean repeatable = write.binding() != null;
        String advice = repeatable
                ? "Send the same request with the same Idempotency-Key again."
                : "Look before you send it again.";
        Refusal refusal = Refusal.of(ErrorCode.INTERNAL, "It is not known whether this was done. " + advice);
        return new Answer.Failed(new Failure(
                refusal, new Charged.Unknown(null), repeatable ? Retry.SAME_REQUEST : Retry.NEVER, Map.of()));
    }

    /** Whether a write must say why: where money, an order's fate or an account's standing moves. */
    public enum Reason {
        REQUIRED,
        OPTIONAL
    }
}
