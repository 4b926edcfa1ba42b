package io.waybill.provider.upkeep.balance;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What providers answered about our balances. */
final class JdbcBalances {
    private static final int KEPT = 10_000;

    private final JdbcClient jdbc;

    JdbcBalances(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    OffsetDateTime now() {
        return jdbc.sql("select clock_timestamp()").query(OffsetDateTime.class).single();
    }

    /** Empty if an answer was noted after the question was asked, or if there is no such provider. */
    Optional<Change> writeUnlessOutdated(long providerId, OffsetDateTime askedAt, BigDecimal balance, String currency) {
        return jdbc.sql("""
                update provider
                   set balance = :balance,
                       balance_currency = :currency,
                       balance_at = clock_timestamp(),
                       low_since = case when :balance < low_balance then coalesce(low_since, clock_timestamp()) end,
                       health = 'ok',
                       health_note = null,
                       health_at = clock_timestamp()
                 where id = :provider
                   and (health_at is null or health_at <= :askedAt)
                returning old.health = 'failing' as was_failing,
                          old.low_since is not null as was_low,
                          new.low_since is not null as is_low
                """)
                .param("provider", providerId)
                .param("askedAt", askedAt)
                .param("balance", balance)
                .param("currency", currency)
                .query(JdbcBalances::change)
                .optional();
    }

    /** The last balance stays, with its time. Empty as above. */
    Optional<Change> writeFailureUnlessOutdated(long providerId, OffsetDateTime askedAt, String note) {
        return jdbc.sql("""
                update provider
                   set health = 'failing',
                       health_note = :note,
                       health_at = clock_timestamp()
                 where id = :provider
                   and (health_at is null or health_at <= :askedAt)
                returning old.health = 'failing' as was_failing,
                          old.low_since is not null as was_low,
                          new.low_since is not null as is_low
                """)
                .param("provider", providerId)
                .param("askedAt", askedAt)
                .param("note", note)
                .query(JdbcBalances::change)
                .optional();
    }

    /** The caller's transaction has written the provider, so that no two answers of one are compared at once. */
    void keepIfDifferent(long providerId, BigDecimal balance, String currency) {
        int kept = jdbc.sql("""
                with newest as (
                  select balance,
                         currency
                    from provider_balance
                   where provider_id = :provider
                   order by id desc
                   limit 1
                )
                insert into provider_balance (provider_id, balance, currency)
                select :provider, :balance, :currency
                 where not exists (select from newest where balance = :balance and currency = :currency)
                """)
                .param("provider", providerId)
                .param("balance", balance)
                .param("currency", currency)
                .update();
        if (kept == 1) {
            deleteOld(providerId);
        }
    }

    private void deleteOld(long providerId) {
        jdbc.sql("""
                delete from provider_balance
                 where provider_id = :provider
                   and id <= (select id
                                from provider_balance
                               where provider_id = :provider
                               order by id desc
                              offset :kept
                               limit 1)
                """).param("provider", providerId).param("kept", KEPT).update();
    }

    private static Change change(ResultSet row, int index) throws SQLException {
        return new Change(row.getBoolean("was_failing"), row.getBoolean("was_low"), row.getBoolean("is_low"));
    }

    /** What a write changed about a provider. */
    record Change(boolean wasFailing, boolean wasLow, boolean isLow) {}
}
