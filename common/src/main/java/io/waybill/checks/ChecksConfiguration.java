package io.waybill.checks;

import io.waybill.audit.AuditLog;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;

/** The auditor; each {@link Proof} that there is takes part. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ChecksSettings.class)
public class ChecksConfiguration {
    @Bean
    Proof auditChainProof(AuditLog audit) {
        return new AuditChainProof(audit);
    }

    @Bean
    Checks checks(
            JdbcClient jdbc,
            PlatformTransactionManager transactions,
            ChecksSettings settings,
            ObjectProvider<Proof> proofs) {
        JdbcBooks books = new JdbcBooks(jdbc);
        JdbcCandidates candidates = new JdbcCandidates(jdbc);
        List<Section> sections =
                sections(jdbc, candidates, settings, proofs.orderedStream().toList());
        Auditor auditor = new Auditor(books, candidates, sections, settings.wholeUpTo());
        return new TransactionalChecks(transactions, books, auditor, settings);
    }

    private static List<Section> sections(
            JdbcClient jdbc, JdbcCandidates candidates, ChecksSettings settings, List<Proof> proofs) {
        JdbcViolations violations = new JdbcViolations(jdbc);
        List<Check<Long[]>> ofOrders = Stream.concat(
                        new JdbcOrderMoneyChecks(violations).list().stream(),
                        new JdbcOrderGoodsChecks(violations).list().stream())
                .toList();
        return List.of(
                new JdbcWalletChecks(jdbc, violations, settings.slice()),
                new JdbcLedgerCheck(jdbc, violations),
                new OrderSection(candidates, ofOrders, settings.slice()),
                new JdbcStuckChecks(jdbc, violations, settings.outboxAge()),
                new JdbcKeyCheck(jdbc, violations, settings.slice()),
                new ProofSection(proofs));
    }
}
