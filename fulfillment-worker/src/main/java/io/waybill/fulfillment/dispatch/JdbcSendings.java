package io.waybill.fulfillment.dispatch;

import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Which attempts a session is sending, as the database has it. */
final class JdbcSendings {
    private final JdbcClient jdbc;

    JdbcSendings(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** The oldest attempts that are being sent in the session. */
    List<Sending> inSession(long sessionId, int most) {
        return jdbc.sql("""
                select id,
                       order_id,
                       sends
                  from attempt
                 where session_id = :sessionId
                   and state = 'sending'
                 order by id
                 limit :most
                """)
                .param("sessionId", sessionId)
                .param("most", most)
                .query((row, _) -> new Sending(row.getLong("id"), row.getLong("order_id"), row.getInt("sends")))
                .list();
    }

    /** @param send which sending of the attempt's reference it is, from 1 */
    record Sending(long attemptId, long orderId, int send) {}
}
