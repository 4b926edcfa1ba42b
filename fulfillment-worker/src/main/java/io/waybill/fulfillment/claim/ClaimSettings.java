package io.waybill.fulfillment.claim;

import io.waybill.fulfillment.pace.Bounds;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How orders are claimed.
 *
 * @param batch most orders in one claim
 * @param holdAfter how long what waits for a provider that this worker can't read is left to workers that can
 * @param pollEvery between two looks at what is due, as long as nothing wakes the puller earlier
 */
@ConfigurationProperties("waybill.fulfillment.claim")
record ClaimSettings(
        @DefaultValue("256") int batch,
        @DefaultValue("30s") Duration holdAfter,
        @DefaultValue("500ms") Duration pollEvery) {
    private static final String PREFIX = "waybill.fulfillment.claim.";

    ClaimSettings {
        Bounds.check(PREFIX + "batch", batch, 1, 1000);
        Bounds.check(PREFIX + "hold-after", holdAfter, Duration.ZERO, Duration.ofHours(1));
        Bounds.check(PREFIX + "poll-every", pollEvery, Duration.ofMillis(10), Duration.ofMinutes(1));
    }
}
