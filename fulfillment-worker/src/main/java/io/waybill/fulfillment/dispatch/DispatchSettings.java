package io.waybill.fulfillment.dispatch;

import io.waybill.fulfillment.pace.Bounds;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How purchases are made.
 *
 * @param findStraysEvery between two looks for attempts that the worker has lost track of
 */
@ConfigurationProperties("waybill.fulfillment.dispatch")
record DispatchSettings(@DefaultValue("5s") Duration findStraysEvery) {
    DispatchSettings {
        Bounds.check(
                "waybill.fulfillment.dispatch.find-strays-every",
                findStraysEvery,
                Duration.ofMillis(100),
                Duration.ofMinutes(5));
    }
}
