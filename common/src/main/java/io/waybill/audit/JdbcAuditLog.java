package io.waybill.audit;

import static io.waybill.query.Rows.column;
import static io.waybill.query.Rows.instant;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

final class JdbcAuditLog implements AuditLog {
    private static final Logger log = LoggerFactory.getLogger(JdbcAuditLog.class);
    private static final HexFormat HEX = HexFormat.of();
    private static final int PAGE = 1_000;
    private static final int MAX_BREAKS = 100;

    private final JdbcClient jdbc;
    private final AuditChain chain;

    JdbcAuditLog(JdbcClient jdbc, AuditChain chain) {
        this.jdbc = jdbc;
        this.chain = chain;
    }

    @Override
    public void append(List<AuditEntry> entries) {
        if (!TransactionSynchronizationManager.isActualTransactionActive()) {
            throw new IllegalStateException("audit entries are written in the transaction of what they tell of");
        }
        if (entries.isEmpty()) {
            return;
        }
        Head head = lockHead();
        List<Row> rows = new ArrayList<>(entries.size());
        Link last = head.link();
        for (AuditEntry entry : entries) {
            last = chain.next(last, head.now(), entry);
            rows.add(new Row(last, head.now(), entry));
        }
        insert(rows);
        moveHead(last);
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                rows.forEach(JdbcAuditLog::report);
            }
        });
    }

    /** The hash stands in the log, which is kept elsewhere, so that a chain cut off at its end is noticed as well. */
    private static void report(Row row) {
        log.atInfo()
                .addKeyValue("seq", row.link().seq())
                .addKeyValue("actor", row.entry().actor())
                .addKeyValue("action", row.entry().action())
                .addKeyValue("subject", row.entry().subject())
                .addKeyValue("hash", row.link().hash())
                .log("audit");
    }

    private Head lockHead() {
        return jdbc.sql("""
                select seq,
                       hash,
                       clock_timestamp() as now
                  from audit_head
                   for update
                """)
                .query((row, _) -> new Head(link(row), instant(row, "now")))
                .single();
    }

    private void insert(List<Row> rows) {
        int inserted = jdbc.sql("""
                insert into audit_entry (seq, hash, at, actor, action, subject, reason, before, after)
                select seq, hash, at, actor, action, subject, reason, before::jsonb, after::jsonb
                  from unnest(:seqs, :hashes, :times::timestamptz[], :actors, :actions, :subjects, :reasons, :befores, :afters)
                    as e (seq, hash, at, actor, action, subject, reason, before, after)
                 order by seq
                """)
                .param("seqs", column(rows, row -> row.link().seq(), Long[]::new))
                .param("hashes", column(rows, row -> HEX.parseHex(row.link().hash()), byte[][]::new))
                .param("times", column(rows, row -> row.at().toString(), String[]::new))
                .param("actors", column(rows, row -> row.entry().actor(), String[]::new))
                .param("actions", column(rows, row -> row.entry().action(), String[]::new))
                .param("subjects", column(rows, row -> row.entry().subject(), String[]::new))
                .param("reasons", column(rows, row -> row.entry().reason(), String[]::new))
                .param(
                        "befores",
                        column(rows, row -> AuditChain.json(row.entry().before()), String[]::new))
                .param("afters", column(rows, row -> AuditChain.json(row.entry().after()), String[]::new))
                .update();
        if (inserted != rows.size()) {
            throw new IllegalStateException("appended " + inserted + " of " + rows.size() + " audit entries");
        }
    }

    private void moveHead(Link last) {
        int moved = jdbc.sql("""
                update audit_head
                   set seq = :seq,
                       hash = :hash
                """)
                .param("seq", last.seq())
                .param("hash", HEX.parseHex(last.hash()))
                .update();
        if (moved != 1) {
            throw new IllegalStateException("the audit chain has " + moved + " ends");
        }
    }

    @Override
    public Verification verify(Link from) {
        List<Break> breaks = new ArrayList<>();
        Link end = end();
        Link last = from;
        List<Row> page = after(last.seq());
        while (!page.isEmpty()) {
            for (Row row : page) {
                fault(last, row).ifPresent(fault -> add(breaks, row.link().seq(), fault));
                last = row.link();
            }
            page = after(last.seq());
        }
        if (from.seq() > end.seq() || last.seq() < end.seq() || (last.seq() == end.seq() && !last.equals(end))) {
            add(breaks, end.seq(), "the chain ends with entry " + last.seq() + ", its head says " + end.seq());
        }
        return new Verification(last, breaks);
    }

    private Optional<String> fault(Link last, Row row) {
        if (row.link().seq() != last.seq() + 1) {
            return Optional.of("follows entry " + last.seq() + ": what was between is missing");
        }
        return chain.next(last, row.at(), row.entry()).equals(row.link())
                ? Optional.empty()
                : Optional.of("was altered, or the entry before it was");
    }

    private static void add(List<Break> breaks, long seq, String fault) {
        if (breaks.size() < MAX_BREAKS) {
            breaks.add(new Break(seq, fault));
        }
    }

    private Link end() {
        return jdbc.sql("select seq, hash from audit_head")
                .query((row, _) -> link(row))
                .single();
    }

    private List<Row> after(long seq) {
        return jdbc.sql("""
                select seq, hash, at, actor, action, subject, reason, before, after
                  from audit_entry
                 where seq > :seq
                 order by seq
                 limit :page
                """)
                .param("seq", seq)
                .param("page", PAGE)
                .query(JdbcAuditLog::row)
                .list();
    }

    private static Row row(ResultSet row, int index) throws SQLException {
        AuditEntry entry = new AuditEntry(
                row.getString("actor"),
                row.getString("action"),
                row.getString("subject"),
                row.getString("reason"),
                AuditChain.facts(row.getString("before")),
                AuditChain.facts(row.getString("after")));
        return new Row(link(row), instant(row, "at"), entry);
    }

    private static Link link(ResultSet row) throws SQLException {
        return new Link(row.getLong("seq"), HEX.formatHex(row.getBytes("hash")));
    }

    /** The end of the chain, locked, and the database's time. */
    private record Head(Link link, Instant now) {}

    private record Row(Link link, Instant at, AuditEntry entry) {}
}
