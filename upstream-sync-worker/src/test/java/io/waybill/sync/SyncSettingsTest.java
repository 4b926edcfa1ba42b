package io.waybill.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class SyncSettingsTest {
    @Test
    void asksForBalancesEveryMinuteAndForCatalogsEveryFive() {
        SyncSettings settings = bind(Map.of());

        assertThat(settings.balanceEvery()).isEqualTo(Duration.ofMinutes(1));
        assertThat(settings.catalogEvery()).isEqualTo(Duration.ofMinutes(5));
        assertThat(settings.balancesAtOnce()).isEqualTo(16);
        assertThat(settings.catalogsAtOnce()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({
        "balance-every, 1ms",
        "catalog-every, 2d",
        "balances-at-once, 0",
        "catalogs-at-once, 9",
        "retry-first, 2h",
        "retry-most, 0s",
        "poll, 6s",
        "figures-every, 6m",
        "stop-within, 2m"
    })
    void everySettingHasABound(String name, String value) {
        assertThatThrownBy(() -> bind(Map.of("waybill.sync." + name, value)))
                .rootCause()
                .hasMessageContaining("waybill.sync." + name);
    }

    private static SyncSettings bind(Map<String, String> properties) {
        return new Binder(new MapConfigurationPropertySource(properties))
                .bindOrCreate("waybill.sync", SyncSettings.class);
    }
}
