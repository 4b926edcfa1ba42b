package io.waybill.provider;

import io.waybill.account.Mode;
import io.waybill.catalog.Billing;
import io.waybill.money.Usd;
import io.waybill.provider.ProviderSettings.Limits;
import io.waybill.provider.ProviderSettings.Pricing;
import io.waybill.secret.SecretBox;
import java.net.URI;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;

final class JdbcProviderRegister implements ProviderRegister {
    private static final String SELECT_SETTINGS = """
            select name,
                   protocol,
                   mode,
                   base_url,
                   billing,
                   capabilities,
                   max_quantity,
                   concurrency,
                   rate_limit,
                   connect_timeout_ms,
                   answer_timeout_ms,
                   margin_percent,
                   price_step_micros,
                   price_rise_percent,
                   low_balance,
                   selection,
                   active
              from provider
             where id = :id
            """;

    private final JdbcClient jdbc;
    private final SecretBox secretBox;

    JdbcProviderRegister(JdbcClient jdbc, SecretBox secretBox) {
        this.jdbc = jdbc;
        this.secretBox = secretBox;
    }

    @Override
    public Optional<ProviderSettings> find(long id) {
        return jdbc.sql(SELECT_SETTINGS)
                .param("id", id)
                .query(JdbcProviderRegister::settings)
                .optional();
    }

    @Override
    public Optional<ProviderSettings> lock(long id) {
        return jdbc.sql(SELECT_SETTINGS + " for no key update")
                .param("id", id)
                .query(JdbcProviderRegister::settings)
                .optional();
    }

    @Override
    public OptionalLong add(ProviderSettings settings, String apiKey) {
        long id = jdbc.sql("select nextval(pg_get_serial_sequence('provider', 'id'))")
                .query(Long.class)
                .single();
        int added = with(settings, jdbc.sql("""
                insert into provider (id, name, protocol, mode, base_url, api_key_sealed, billing, capabilities,
                                      max_quantity, concurrency, rate_limit, connect_timeout_ms, answer_timeout_ms,
                                      margin_percent, price_step_micros, price_rise_percent, low_balance, selection,
                                      active)
                values (:id, :name, :protocol, :mode, :baseUrl, :apiKeySealed, :billing, :capabilities,
                        :maxQuantity, :concurrency, :rateLimit, :connectTimeoutMs, :answerTimeoutMs,
                        :marginPercent, :priceStepMicros, :priceRisePercent::numeric, :lowBalance::numeric, :selection,
                        :active)
                    on conflict (name) do nothing
                """))
                .param("id", id)
                .param("protocol", settings.protocol())
                .param("mode", settings.mode().wire())
                .param("apiKeySealed", sealed(id, apiKey))
                .update();
        return added == 1 ? OptionalLong.of(id) : OptionalLong.empty();
    }

    @Override
    public void change(long id, ProviderSettings settings) {
        int changed = with(settings, jdbc.sql("""
                update provider
                   set name = :name,
                       base_url = :baseUrl,
                       billing = :billing,
                       capabilities = :capabilities,
                       max_quantity = :maxQuantity,
                       concurrency = :concurrency,
                       rate_limit = :rateLimit,
                       connect_timeout_ms = :connectTimeoutMs,
                       answer_timeout_ms = :answerTimeoutMs,
                       margin_percent = :marginPercent,
                       price_step_micros = :priceStepMicros,
                       price_rise_percent = :priceRisePercent::numeric,
                       low_balance = :lowBalance::numeric,
                       selection = :selection,
                       active = :active,
                       updated_at = clock_timestamp()
                 where id = :id
                """)).param("id", id).update();
        requireOne(changed);
    }

    @Override
    public void changeKey(long id, String apiKey) {
        int changed = jdbc.sql("""
                update provider
                   set api_key_sealed = :apiKeySealed,
                       updated_at = clock_timestamp()
                 where id = :id
                """)
                .param("id", id)
                .param("apiKeySealed", sealed(id, apiKey))
                .update();
        requireOne(changed);
    }

    private static JdbcClient.StatementSpec with(ProviderSettings settings, JdbcClient.StatementSpec statement) {
        Limits limits = settings.limits();
        Pricing pricing = settings.pricing();
        return statement
                .param("name", settings.name())
                .param("baseUrl", settings.baseUrl().toString())
                .param("billing", settings.billing().wire())
                .param(
                        "capabilities",
                        settings.capabilities().stream()
                                .map(Capability::wire)
                                .sorted()
                                .toArray(String[]::new))
                .param("maxQuantity", limits.maxQuantity())
                .param("concurrency", limits.concurrency())
                .param("rateLimit", limits.rateLimit())
                .param("connectTimeoutMs", limits.connectTimeout().toMillis())
                .param("answerTimeoutMs", limits.answerTimeout().toMillis())
                .param("marginPercent", pricing.marginPercent())
                .param("priceStepMicros", pricing.step().micros())
                .param("priceRisePercent", pricing.risePercent())
                .param("lowBalance", settings.lowBalance())
                .param("selection", settings.selection().wire())
                .param("active", settings.active());
    }

    private byte[] sealed(long id, String apiKey) {
        return secretBox.seal(apiKey, JdbcProviders.context(id)).toBytes();
    }

    private static void requireOne(int changed) {
        if (changed != 1) {
            throw new IllegalStateException("changed " + changed + " rows of one provider");
        }
    }

    private static ProviderSettings settings(ResultSet row, int index) throws SQLException {
        String[] capabilities = (String[]) row.getArray("capabilities").getArray();
        return new ProviderSettings(
                row.getString("name"),
                row.getString("protocol"),
                Mode.ofWire(row.getString("mode")),
                URI.create(row.getString("base_url")),
                Billing.ofWire(row.getString("billing")),
                Arrays.stream(capabilities).map(Capability::ofWire).collect(Collectors.toSet()),
                new Limits(
                        row.getInt("max_quantity"),
                        row.getInt("concurrency"),
                        row.getInt("rate_limit"),
                        Duration.ofMillis(row.getLong("connect_timeout_ms")),
                        Duration.ofMillis(row.getLong("answer_timeout_ms"))),
                new Pricing(
                        row.getBigDecimal("margin_percent"),
                        Usd.ofMicros(row.getLong("price_step_micros")),
                        row.getBigDecimal("price_rise_percent")),
                row.getBigDecimal("low_balance"),
                Selection.ofWire(row.getString("selection")),
                row.getBoolean("active"));
    }
}
