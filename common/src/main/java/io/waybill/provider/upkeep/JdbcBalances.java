package io.waybill.provider.upkeep;

import io.waybill.provider.Provider.Balance;
import java.math.RoundingMode;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** What providers answered about our balances. Each write is one transaction, fenced by the turn. */
final class JdbcBalances {
    private static final int SCALE = 6;
    private static final int MAX_NOTE = 500;

    private final JdbcClient jdbc;
    private final TransactionTemplate transactions;
    private final Turns turns;

    JdbcBalances(JdbcClient jdbc, TransactionTemplate transactions, Turns turns) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.turns = turns;
    }

    /** The provider answered: it is healthy. */
    void write(Turn turn, Balance balance) {
        fenced(
                turn,
                jdbc.sql("""
                        update provider
                           set balance = :balance,
                               balance_currency = :currency,
                               balance_at = clock_timestamp(),
                               health = 'ok',
                               health_note = null,
                               health_at = clock_timestamp()
                         where id = :provider
                        """)
                        .param("balance", balance.amount().setScale(SCALE, RoundingMode.FLOOR))
                        .param("currency", balance.currency())
                        .param("provider", turn.providerId()));
    }

    /** The provider gave no usable answer: it is failing, and its last balance stays with its time. */
    void writeFailure(Turn turn, String note) {
        fenced(
                turn,
                jdbc.sql("""
                        update provider
                           set health = 'failing',
                               health_note = :note,
                               health_at = clock_timestamp()
                         where id = :provider
                        """)
                        .param("note", note.substring(0, Math.min(note.length(), MAX_NOTE)))
                        .param("provider", turn.providerId()));
    }

    private void fenced(Turn turn, JdbcClient.StatementSpec update) {
        transactions.executeWithoutResult(_ -> {
            turns.confirm(turn);
            int updated = update.update();
            if (updated != 1) {
                throw new IllegalStateException("updated " + updated + " providers with the id " + turn.providerId());
            }
        });
    }
}
