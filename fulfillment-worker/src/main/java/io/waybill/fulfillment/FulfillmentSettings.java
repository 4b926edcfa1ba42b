package io.waybill.fulfillment;

import io.waybill.fulfillment.pace.Bounds;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The worker as a whole.
 *
 * @param finishWithin how long a stop waits for what is in flight; a little more than a provider may take to answer
 */
@ConfigurationProperties("waybill.fulfillment")
record FulfillmentSettings(@DefaultValue("25s") Duration finishWithin) {
    FulfillmentSettings {
        Bounds.check("waybill.fulfillment.finish-within", finishWithin, Duration.ZERO, Duration.ofMinutes(5));
    }
}
