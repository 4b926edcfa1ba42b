package io.waybill.account;

import io.waybill.money.Usd;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

final class JdbcAccounts implements Accounts {
    /** The columns of {@code account a} that {@link #account} reads. */
    static final String COLUMNS = """
            a.id as account_id, a.email, a.name, a.role, a.status, a.rate_limit, a.provider_billing,
            a.provider_daily_cap_micros, a.created_at as account_created_at
            """;

    private final JdbcClient jdbc;

    JdbcAccounts(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public long create(NewAccount account) {
        Usd cap = account.providerDailyCap();
        return jdbc.sql("""
                with opened as (
                  insert into account (email, name, role, rate_limit, provider_billing, provider_daily_cap_micros)
                  values (:email, :name, :role, :rateLimit, :providerBilling, :cap::bigint)
                  returning id
                ),
                wallets as (
                  insert into wallet (account_id, mode)
                  select opened.id, mode
                    from opened
                   cross join unnest(array['live', 'test']) as mode
                )
                select id
                  from opened
                """)
                .param("email", account.email())
                .param("name", account.name())
                .param("role", account.role().wire())
                .param("rateLimit", account.rateLimit())
                .param("providerBilling", account.providerBilling())
                .param("cap", cap == null ? null : cap.micros())
                .query(Long.class)
                .single();
    }

    @Override
    public Optional<Account> find(long accountId) {
        return jdbc.sql("select " + COLUMNS + " from account a where a.id = :id")
                .param("id", accountId)
                .query(JdbcAccounts::account)
                .optional();
    }

    @Override
    public Optional<Account> byEmail(String email) {
        return jdbc.sql("select " + COLUMNS + " from account a where lower(a.email) = lower(:email)")
                .param("email", email)
                .query(JdbcAccounts::account)
                .optional();
    }

    @Override
    public long walletId(long accountId, Mode mode) {
        return jdbc.sql("""
                select id
                  from wallet
                 where account_id = :accountId
                   and mode = :mode
                """)
                .param("accountId", accountId)
                .param("mode", mode.wire())
                .query(Long.class)
                .single();
    }

    @Override
    public Optional<Usd> balance(long walletId) {
        return jdbc.sql("select balance_micros from wallet where id = :id")
                .param("id", walletId)
                .query(Long.class)
                .optional()
                .map(Usd::ofMicros);
    }

    static Account account(ResultSet row, int index) throws SQLException {
        return new Account(
                row.getLong("account_id"),
                row.getString("email"),
                row.getString("name"),
                Account.Role.ofWire(row.getString("role")),
                Account.Status.ofWire(row.getString("status")),
                row.getInt("rate_limit"),
                row.getBoolean("provider_billing"),
                dailyCap(row),
                row.getObject("account_created_at", OffsetDateTime.class).toInstant());
    }

    private static @Nullable Usd dailyCap(ResultSet row) throws SQLException {
        long micros = row.getLong("provider_daily_cap_micros");
        return row.wasNull() ? null : Usd.ofMicros(micros);
    }
}
