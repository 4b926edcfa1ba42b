package io.waybill.api.admin.audit;

import static io.waybill.query.Rows.instant;

import io.waybill.query.Conditions;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

/** Reads the audit log. */
final class JdbcAuditEntries {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final JdbcClient jdbc;

    JdbcAuditEntries(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Newest first. Numbers grow with time, so that a time is turned into a number first: the entries of a subject that
     * lie years back are found without reading the newer ones.
     */
    List<AuditView> list(AuditQuery query) {
        Conditions conditions = new Conditions()
                .and("subject = :subject", "subject", query.subject())
                .and("split_part(actor, '/', 1) = :account", "account", query.actingAccount())
                .and("actor = :actor", "actor", query.actingKey())
                .and("action = :action", "action", query.action())
                .and("seq >= (select seq from audit_entry where at >= :from order by at limit 1)", "from", query.from())
                .and("seq <= (select seq from audit_entry where at < :to order by at desc limit 1)", "to", query.to())
                .and("seq < :before", "before", query.before());
        return jdbc.sql("""
                select seq, at, actor, action, subject, reason, before, after
                  from audit_entry
                """ + conditions.where() + """
                         order by seq desc
                         limit :limit
                        """)
                .params(conditions.parameters())
                .param("limit", query.limit())
                .query(JdbcAuditEntries::entry)
                .list();
    }

    private static AuditView entry(ResultSet row, int index) throws SQLException {
        return new AuditView(
                row.getLong("seq"),
                instant(row, "at"),
                row.getString("actor"),
                row.getString("action"),
                row.getString("subject"),
                row.getString("reason"),
                JSON.readTree(row.getString("before")),
                JSON.readTree(row.getString("after")));
    }
}
