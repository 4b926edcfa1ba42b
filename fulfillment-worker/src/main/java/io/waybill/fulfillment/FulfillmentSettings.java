package io.waybill.fulfillment;

import io.waybill.fulfillment.pace.Bounds;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The worker as a whole.
 *
 * @param finishWithin how long a stop waits at least for what is in flight; longer if a provider that was asked may
 *     take longer to answer
 */
@ConfigurationProperties("waybill.fulfillment")
record FulfillmentSettings(@DefaultValue("25s") Duration finishWithin) {
    FulfillmentSettings {
        Bounds.check("waybill.fulfillment.finish-within", finishWithin, Duration.ZERO, Duration.ofMinutes(5));
    }
}
