package io.waybill.api.admin.upstream;

import io.waybill.api.admin.AdminDesk;
import io.waybill.api.admin.AdminWrite;
import io.waybill.api.admin.Done;
import io.waybill.api.http.Answer;
import io.waybill.audit.AuditEntry;
import io.waybill.audit.Facts;
import io.waybill.error.Refusal;
import java.util.List;
import java.util.function.Supplier;

/**
 * Asks a provider for an admin, with who asks on record before anything happens: an entry {@code <action>_asked}, and
 * after it {@code <action>} if it was done, or {@code <action>_failed} with the reason. A crash in between leaves the
 * first. A repeat of what was done asks nothing, and leaves none. Thread-safe.
 */
final class OnRecord {
    private final AdminDesk desk;
    private final Contact contact;

    OnRecord(AdminDesk desk, Contact contact) {
        this.desk = desk;
        this.contact = contact;
    }

    /**
     * @param asked what is wanted
     * @param work asks the provider, outside of any transaction
     */
    Answer ask(AdminWrite write, String action, long providerId, Facts asked, Supplier<Outcome> work) {
        return desk.earlier(write)
                .or(() -> contact.unknown(providerId).map(Answer::refused))
                .orElseGet(() -> {
                    desk.record(List.of(entry(write, action + "_asked", providerId, asked)));
                    return switch (work.get()) {
                        case Outcome.Carried(Object body, Facts done) ->
                            desk.conclude(write, Done.well(body, entry(write, action, providerId, done)));
                        case Outcome.Failed(Refusal refusal) -> {
                            Facts why = Facts.of("error", refusal.code().wire()).and("message", refusal.message());
                            yield desk.refuse(write, refusal, entry(write, action + "_failed", providerId, why));
                        }
                    };
                });
    }

    /** The request ties what came of it to what was asked. */
    private static AuditEntry entry(AdminWrite write, String action, long providerId, Facts facts) {
        return write.entry(action, "provider:" + providerId, Facts.NONE, facts.and("request_id", write.requestId()));
    }

    /** What came of it. */
    sealed interface Outcome {
        /** @param body to be answered */
        record Carried(Object body, Facts done) implements Outcome {}

        /** Nothing was done; the provider gave no usable answer, or it wasn't asked. */
        record Failed(Refusal refusal) implements Outcome {}
    }
}
