package io.waybill.checks;

import static org.assertj.core.api.Assertions.assertThat;

import io.waybill.audit.AuditConfiguration;
import io.waybill.audit.AuditEntry;
import io.waybill.audit.AuditLog;
import io.waybill.audit.Facts;
import io.waybill.fixture.TestStore;
import io.waybill.secret.SecretBox;
import java.util.Base64;
import java.util.Collections;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

class AuditChainProofTest {
    private final TestStore store = new TestStore();
    private final AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
    private final AuditLog audit = auditLog();
    private final Proof proof = new AuditChainProof(audit);

    @AfterEach
    void close() {
        context.close();
        store.close();
    }

    @Test
    void a_chain_that_only_grew_holds() {
        append(3);
        assertThat(proof.prove(false)).isEqualTo(new Found(3, 0, Collections.emptyList()));
        append(2);
        assertThat(proof.prove(false).violations()).isZero();
        assertThat(proof.prove(true)).isEqualTo(new Found(5, 0, Collections.emptyList()));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void an_entry_that_was_altered_after_it_was_proved_is_told_by_every_run(boolean full) {
        append(4);
        assertThat(proof.prove(full).violations()).isZero();

        store.jdbc()
                .sql("update audit_entry set actor = 'account:9' where seq = 2")
                .update();

        for (int run = 0; run < 2; run++) {
            assertThat(proof.prove(full).examples())
                    .extracting(violation -> violation.subject().get("seq"))
                    .containsExactly(2L);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void a_chain_that_was_cut_with_its_head_after_it_was_proved_is_told(boolean full) {
        append(2);
        byte[] head = store.jdbc()
                .sql("select hash from audit_head")
                .query(byte[].class)
                .single();
        append(2);
        assertThat(proof.prove(full).violations()).isZero();

        store.jdbc().sql("delete from audit_entry where seq > 2").update();
        store.jdbc()
                .sql("update audit_head set seq = 2, hash = :hash")
                .param("hash", head)
                .update();

        for (int run = 0; run < 2; run++) {
            assertThat(proof.prove(full).examples())
                    .extracting(violation -> violation.subject().get("seq"))
                    .containsExactly(4L);
        }
    }

    private void append(int entries) {
        store.transactions()
                .executeWithoutResult(_ -> audit.append(Collections.nCopies(
                        entries,
                        new AuditEntry(
                                "account:1", "item.change", "item:7", null, Facts.NONE, Facts.of("price", "1")))));
    }

    private AuditLog auditLog() {
        context.registerBean(JdbcClient.class, store::jdbc);
        context.registerBean(
                SecretBox.class, () -> SecretBox.of(Base64.getEncoder().encodeToString(new byte[32])));
        context.register(AuditConfiguration.class);
        context.refresh();
        return context.getBean(AuditLog.class);
    }
}
