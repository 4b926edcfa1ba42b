package io.waybill.provider;

import io.waybill.account.Mode;
import io.waybill.catalog.Billing;
import io.waybill.secret.Sealed;
import io.waybill.secret.SecretBox;
import io.waybill.secret.SecretException;
import java.net.URI;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;

final class JdbcProviders implements Providers {
    private static final String SELECT_PROVIDER = """
            select id,
                   name,
                   protocol,
                   mode,
                   base_url,
                   api_key_sealed,
                   billing,
                   margin_percent,
                   capabilities,
                   max_quantity,
                   concurrency,
                   rate_limit,
                   connect_timeout_ms,
                   answer_timeout_ms,
                   active
              from provider
            """;

    private final JdbcClient jdbc;
    private final SecretBox secretBox;

    JdbcProviders(JdbcClient jdbc, SecretBox secretBox) {
        this.jdbc = jdbc;
        this.secretBox = secretBox;
    }

    @Override
    public Active active() {
        List<ProviderAccount> accounts = new ArrayList<>();
        List<Long> unreadable = new ArrayList<>();
        jdbc.sql(SELECT_PROVIDER + " where active order by id").query(row -> {
            try {
                accounts.add(account(row, 0));
            } catch (SecretException | IllegalArgumentException _) { // the caller says so, once
                unreadable.add(row.getLong("id"));
            }
        });
        return new Active(accounts, unreadable);
    }

    @Override
    public Optional<ProviderAccount> find(long id) {
        return jdbc.sql(SELECT_PROVIDER + " where id = :id")
                .param("id", id)
                .query(this::account)
                .optional();
    }

    @Override
    public ProviderAccount add(ProviderAccount account) {
        long id = nextId();
        int added = jdbc.sql("""
                insert into provider (id, name, protocol, mode, base_url, api_key_sealed, billing, margin_percent,
                                      capabilities, max_quantity, concurrency, rate_limit, connect_timeout_ms,
                                      answer_timeout_ms, active)
                values (:id, :name, :protocol, :mode, :baseUrl, :apiKeySealed, :billing, :marginPercent,
                        :capabilities, :maxQuantity, :concurrency, :rateLimit, :connectTimeoutMs,
                        :answerTimeoutMs, :active)
                """)
                .param("id", id)
                .param("name", account.name())
                .param("protocol", account.protocol())
                .param("mode", account.mode().wire())
                .param("baseUrl", account.baseUrl().toString())
                .param(
                        "apiKeySealed",
                        secretBox.seal(account.apiKey(), context(id)).toBytes())
                .param("billing", account.billing().wire())
                .param("marginPercent", account.marginPercent())
                .param(
                        "capabilities",
                        account.capabilities().stream().map(Capability::wire).toArray(String[]::new))
                .param("maxQuantity", account.maxQuantity())
                .param("concurrency", account.concurrency())
                .param("rateLimit", account.rateLimit())
                .param("connectTimeoutMs", account.connectTimeout().toMillis())
                .param("answerTimeoutMs", account.answerTimeout().toMillis())
                .param("active", account.active())
                .update();
        if (added != 1) {
            throw new IllegalStateException("added " + added + " rows for one provider");
        }
        return find(id).orElseThrow();
    }

    private long nextId() {
        return jdbc.sql("select nextval(pg_get_serial_sequence('provider', 'id'))")
                .query(Long.class)
                .single();
    }

    private ProviderAccount account(ResultSet row, int index) throws SQLException {
        long id = row.getLong("id");
        return new ProviderAccount(
                id,
                row.getString("name"),
                row.getString("protocol"),
                Mode.ofWire(row.getString("mode")),
                URI.create(row.getString("base_url")),
                secretBox.open(Sealed.ofBytes(row.getBytes("api_key_sealed")), context(id)),
                Billing.ofWire(row.getString("billing")),
                row.getBigDecimal("margin_percent"),
                capabilities(row),
                row.getInt("max_quantity"),
                row.getInt("concurrency"),
                row.getInt("rate_limit"),
                Duration.ofMillis(row.getLong("connect_timeout_ms")),
                Duration.ofMillis(row.getLong("answer_timeout_ms")),
                row.getBoolean("active"));
    }

    private static Set<Capability> capabilities(ResultSet row) throws SQLException {
        String[] words = (String[]) row.getArray("capabilities").getArray();
        return Arrays.stream(words).map(Capability::ofWire).collect(Collectors.toSet());
    }

    /** What the sealed key of a provider is bound to. */
    static String context(long providerId) {
        return "provider:" + providerId;
    }
}
