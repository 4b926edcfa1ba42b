package io.waybill.provider;

import io.waybill.account.Mode;
import io.waybill.catalog.Billing;
import io.waybill.provider.ProviderSettings.Limits;
import io.waybill.provider.ProviderSettings.Pricing;
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
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.dao.DuplicateKeyException;
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
    private final ProviderRegister register;

    JdbcProviders(JdbcClient jdbc, SecretBox secretBox, ProviderRegister register) {
        this.jdbc = jdbc;
        this.secretBox = secretBox;
        this.register = register;
    }

    @Override
    public Active active() {
        List<ProviderAccount> accounts = new ArrayList<>();
        List<Unreadable> unreadable = new ArrayList<>();
        jdbc.sql(SELECT_PROVIDER + " where active order by id").query(row -> {
            try {
                accounts.add(account(row, 0));
            } catch (SecretException _) { // the caller says so, once
                unreadable.add(new Unreadable(row.getLong("id"), Unreadable.Cause.KEY));
            } catch (IllegalArgumentException _) {
                unreadable.add(new Unreadable(row.getLong("id"), Unreadable.Cause.WORD));
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
        OptionalLong id = register.add(settings(account), account.apiKey());
        if (id.isEmpty()) {
            throw new DuplicateKeyException("there is a provider named " + account.name());
        }
        return find(id.getAsLong()).orElseThrow();
    }

    private static ProviderSettings settings(ProviderAccount account) {
        return new ProviderSettings(
                account.name(),
                account.protocol(),
                account.mode(),
                account.baseUrl(),
                account.billing(),
                account.capabilities(),
                new Limits(
                        account.maxQuantity(),
                        account.concurrency(),
                        account.rateLimit(),
                        account.connectTimeout(),
                        account.answerTimeout()),
                Pricing.of(account.marginPercent()),
                null,
                Selection.ALL,
                account.active());
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
