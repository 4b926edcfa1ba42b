package io.waybill.sync.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class StatusSettingsTest {
    @ParameterizedTest
    @CsvSource({
        "PT0S, 5s",
        "PT1M59S, 5s",
        "PT2M, 15s",
        "PT30M, 60s",
        "PT5H, 300s",
        "PT23H, 900s",
        "P3D, 3600s",
        "P7D, 86400s",
        "P900D, 86400s"
    })
    void youngOrdersAreAskedAboutOftenAndOldOnesOnceADay(Duration age, String pause) {
        assertThat(bind(Map.of()).pause(age).toSeconds() + "s").isEqualTo(pause);
    }

    @ParameterizedTest
    @CsvSource({
        "every, 1ms",
        "at-once, 65",
        "calls-per-turn, 0",
        "cancels-per-turn, 101",
        "unclear-for, 400d",
        "complete-within, 400d"
    })
    void everySettingHasABound(String name, String value) {
        assertThatThrownBy(() -> bind(Map.of("waybill.sync.status." + name, value)))
                .rootCause()
                .hasMessageContaining("waybill.sync.status." + name);
    }

    @Test
    void theTableIsWholeAndRises() {
        for (Map<String, String> wrong : List.of(
                Map.of("waybill.sync.status.pace", "5s"),
                Map.of("waybill.sync.status.ages", "1h,2m", "waybill.sync.status.pace", "5s,6s,7s"),
                Map.of("waybill.sync.status.ages", "1h", "waybill.sync.status.pace", "5s,2d"))) {
            assertThatThrownBy(() -> bind(wrong)).rootCause().isInstanceOf(IllegalArgumentException.class);
        }
    }

    private static StatusSettings bind(Map<String, String> properties) {
        return new Binder(new MapConfigurationPropertySource(properties))
                .bindOrCreate("waybill.sync.status", StatusSettings.class);
    }
}
