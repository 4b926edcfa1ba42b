package io.waybill.provider.upkeep.turn;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How turns pass on.
 *
 * @param hold how long a dead worker's turn stays its own; renewed three times as often; up to a minute
 */
@ConfigurationProperties("waybill.turns")
public record TurnSettings(@DefaultValue("10s") Duration hold) {
    public TurnSettings {
        if (hold.compareTo(Duration.ofMillis(300)) < 0 || hold.compareTo(Duration.ofMinutes(1)) > 0) {
            throw new IllegalArgumentException("waybill.turns.hold is " + hold + ", must be 0.3 to 60 seconds");
        }
    }
}
