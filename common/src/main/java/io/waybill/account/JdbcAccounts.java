package io.waybill.account;

import static io.waybill.query.Rows.instant;

import io.waybill.money.Usd;
import io.waybill.query.Conditions;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
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
    public List<Account> list(AccountQuery query) {
        String text = query.text();
        Account.Status status = query.status();
        Account.Role role = query.role();
        Conditions conditions = new Conditions()
                .and(
                        "strpos(lower(a.email || ' ' || a.name), :text) > 0",
                        "text",
                        text == null ? null : text.toLowerCase(Locale.ROOT))
                .and("a.status = :status", "status", status == null ? null : status.wire())
                .and("a.role = :role", "role", role == null ? null : role.wire())
                .and("a.id < :before", "before", query.before());
        return jdbc.sql("select " + COLUMNS + " from account a\n" + conditions.where() + """
                 order by a.id desc
                 limit :limit
                """)
                .params(conditions.parameters())
                .param("limit", query.limit())
                .query(JdbcAccounts::account)
                .list();
    }

    /** Not {@code for update}, which would keep orders on provider billing waiting. */
    @Override
    public Optional<Account> lock(long accountId) {
        return jdbc.sql("select " + COLUMNS + " from account a where a.id = :id for no key update")
                .param("id", accountId)
                .query(JdbcAccounts::account)
                .optional();
    }

    @Override
    public Set<Long> lockActiveAdmins() {
        return jdbc.sql("""
                select id
                  from account
                 where role = 'admin'
                   and status = 'active'
                 order by id
                   for no key update
                """).query((row, _) -> row.getLong("id")).set();
    }

    @Override
    public void update(Account account) {
        Usd cap = account.providerDailyCap();
        int updated = jdbc.sql("""
                update account
                   set email = :email,
                       name = :name,
                       status = :status,
                       rate_limit = :rateLimit,
                       provider_billing = :providerBilling,
                       provider_daily_cap_micros = :cap::bigint,
                       updated_at = now()
                 where id = :id
                """)
                .param("email", account.email())
                .param("name", account.name())
                .param("status", account.status().wire())
                .param("rateLimit", account.rateLimit())
                .param("providerBilling", account.providerBilling())
                .param("cap", cap == null ? null : cap.micros())
                .param("id", account.id())
                .update();
        if (updated != 1) {
            throw new IllegalStateException("updated " + updated + " accounts with the id " + account.id());
        }
    }

    @Override
    public Map<Long, Balances> balances(Collection<Long> accountIds) {
        return jdbc
                .sql("""
                        select account_id,
                               sum(balance_micros) filter (where mode = 'live') as live,
                               sum(balance_micros) filter (where mode = 'test') as test
                          from wallet
                         where account_id = any (:ids)
                         group by account_id
                        """)
                .param("ids", accountIds.toArray(Long[]::new))
                .query((row, _) -> Map.entry(
                        row.getLong("account_id"),
                        new Balances(Usd.ofMicros(row.getLong("live")), Usd.ofMicros(row.getLong("test")))))
                .list()
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
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
                instant(row, "account_created_at"));
    }

    private static @Nullable Usd dailyCap(ResultSet row) throws SQLException {
        long micros = row.getLong("provider_daily_cap_micros");
        return row.wasNull() ? null : Usd.ofMicros(micros);
    }
}
