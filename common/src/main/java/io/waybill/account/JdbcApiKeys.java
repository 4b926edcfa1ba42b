package io.waybill.account;

import static io.waybill.query.Rows.instant;
import static io.waybill.query.Rows.instantOrNull;

import io.waybill.query.Conditions;
import io.waybill.secret.KeySecret;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

final class JdbcApiKeys implements ApiKeys {
    private static final String SELECT_LISTED = """
            select k.id, k.mode, k.hint, k.scopes, k.allow::text[] as allow,
                   k.created_at, k.expires_at, k.revoked_at, k.last_used_at
              from api_key k
            """;

    private final JdbcClient jdbc;
    private final RandomGenerator random;

    JdbcApiKeys(JdbcClient jdbc, RandomGenerator random) {
        this.jdbc = jdbc;
        this.random = random;
    }

    @Override
    public Created create(NewKey key) {
        KeySecret secret = KeySecret.create(key.kind(), random);
        Instant expiresAt = key.expiresAt();
        long id = insert(key, secret, expiresAt)
                .orElseThrow(() -> new IllegalArgumentException(
                        "Account " + key.accountId() + " doesn't exist, or may not have a key of kind " + key.kind()));
        return new Created(id, secret);
    }

    private Optional<Long> insert(NewKey key, KeySecret secret, @Nullable Instant expiresAt) {
        return jdbc.sql("""
                insert into api_key (account_id, mode, secret_hash, hint, scopes, allow, expires_at)
                select a.id, :mode, :hash, :hint, :scopes::text[], :allow::cidr[], :expiresAt::timestamptz
                  from account a
                 where a.id = :accountId
                   and (a.role = 'admin' or not :forAdmin)
                returning id
                """)
                .param("accountId", key.accountId())
                .param("mode", mode(key.kind()).wire())
                .param("hash", secret.hash())
                .param("hint", secret.hint())
                .param("scopes", key.scopes().stream().map(Scope::wire).toArray(String[]::new))
                .param("allow", key.allow().toArray(String[]::new))
                .param("expiresAt", expiresAt == null ? null : expiresAt.atOffset(ZoneOffset.UTC))
                .param("forAdmin", key.kind() == KeySecret.Kind.ADMIN_LIVE)
                .query(Long.class)
                .optional();
    }

    private static Mode mode(KeySecret.Kind kind) {
        return switch (kind) {
            case RESELLER_LIVE, ADMIN_LIVE -> Mode.LIVE;
            case RESELLER_TEST -> Mode.TEST;
        };
    }

    @Override
    public Optional<ApiKey> authenticate(KeySecret secret) {
        return jdbc.sql("select k.id, k.mode, k.scopes, k.allow::text[] as allow, w.id as wallet_id,"
                        + JdbcAccounts.COLUMNS
                        + """
                                , case
                                    when k.revoked_at is not null then 'REVOKED'
                                    when k.expires_at <= now() then 'EXPIRED'
                                    else 'VALID'
                                  end as state
                                  from api_key k
                                  join account a on a.id = k.account_id
                                  join wallet w on w.account_id = k.account_id and w.mode = k.mode
                                 where k.secret_hash = :hash
                                """)
                .param("hash", secret.hash())
                .query(JdbcApiKeys::apiKey)
                .optional();
    }

    private static ApiKey apiKey(ResultSet row, int index) throws SQLException {
        return new ApiKey(
                row.getLong("id"),
                JdbcAccounts.account(row, index),
                row.getLong("wallet_id"),
                Mode.ofWire(row.getString("mode")),
                scopes(row),
                strings(row, "allow"),
                ApiKey.State.valueOf(row.getString("state")));
    }

    private static Set<Scope> scopes(ResultSet row) throws SQLException {
        return strings(row, "scopes").stream().map(Scope::ofWire).collect(Collectors.toSet());
    }

    private static List<String> strings(ResultSet row, String column) throws SQLException {
        Array array = row.getArray(column);
        return Arrays.asList((String[]) array.getArray());
    }

    @Override
    public boolean revoke(long accountId, long keyId) {
        return jdbc.sql("""
                update api_key
                   set revoked_at = coalesce(revoked_at, now())
                 where id = :id
                   and account_id = :accountId
                """).param("id", keyId).param("accountId", accountId).update() == 1;
    }

    @Override
    public List<Listed> list(long accountId, @Nullable Long before, int limit) {
        Conditions conditions = new Conditions()
                .and("k.account_id = :accountId", "accountId", accountId)
                .and("k.id < :before", "before", before);
        return jdbc.sql(SELECT_LISTED + conditions.where() + """
                 order by k.id desc
                 limit :limit
                """)
                .params(conditions.parameters())
                .param("limit", limit)
                .query(JdbcApiKeys::listed)
                .list();
    }

    @Override
    public Optional<Listed> find(long accountId, long keyId) {
        return jdbc.sql(SELECT_LISTED + """
                 where k.id = :id
                   and k.account_id = :accountId
                """)
                .param("id", keyId)
                .param("accountId", accountId)
                .query(JdbcApiKeys::listed)
                .optional();
    }

    private static Listed listed(ResultSet row, int index) throws SQLException {
        return new Listed(
                row.getLong("id"),
                Mode.ofWire(row.getString("mode")),
                row.getString("hint"),
                scopes(row),
                strings(row, "allow"),
                instant(row, "created_at"),
                instantOrNull(row, "expires_at"),
                instantOrNull(row, "revoked_at"),
                instantOrNull(row, "last_used_at"));
    }

    @Override
    public int countGood(long accountId) {
        return jdbc.sql("""
                select count(*)
                  from api_key
                 where account_id = :accountId
                   and revoked_at is null
                   and (expires_at is null or expires_at > now())
                """).param("accountId", accountId).query(Integer.class).single();
    }

    @Override
    public List<AdminKey> writingAdminKeys() {
        return jdbc.sql("""
                select k.account_id,
                       k.id
                  from account a
                  join api_key k on k.account_id = a.id
                 where a.role = 'admin'
                   and a.status = 'active'
                   and k.mode = 'live'
                   and k.revoked_at is null
                   and (k.expires_at is null or k.expires_at > now())
                   and (k.scopes = '{}' or :scope = any (k.scopes))
                """)
                .param("scope", Scope.ADMIN_WRITE.wire())
                .query((row, _) -> new AdminKey(row.getLong("account_id"), row.getLong("id")))
                .list();
    }

    /** Sorted, so that two instances don't wait for each other in a circle; and neither waits for a third. */
    @Override
    public void markUsed(Collection<Long> keyIds) {
        jdbc.sql("""
                with used as (
                  select id
                    from api_key
                   where id = any (:ids)
                     and (last_used_at is null or last_used_at < now() - interval '1 minute')
                   order by id
                     for no key update skip locked
                )
                update api_key k
                   set last_used_at = now()
                  from used
                 where k.id = used.id
                """).param("ids", keyIds.toArray(Long[]::new)).update();
    }
}
