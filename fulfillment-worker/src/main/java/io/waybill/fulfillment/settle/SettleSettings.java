package io.waybill.fulfillment.settle;

import io.waybill.fulfillment.pace.Bounds;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How outcomes are settled.
 *
 * @param batch most outcomes in one transaction
 * @param tries how often a single outcome that the database refuses is tried, before it is left to be ruled unknown
 * @param tryAgainAfter the wait before the second try; doubles with each
 */
@ConfigurationProperties("waybill.fulfillment.settle")
record SettleSettings(
        @DefaultValue("256") int batch,
        @DefaultValue("6") int tries,
        @DefaultValue("500ms") Duration tryAgainAfter) {
    private static final String PREFIX = "waybill.fulfillment.settle.";

    SettleSettings {
        Bounds.check(PREFIX + "batch", batch, 1, SettleOrders.MAX_BATCH);
        Bounds.check(PREFIX + "tries", tries, 1, 20);
        Bounds.check(PREFIX + "try-again-after", tryAgainAfter, Duration.ofMillis(1), Duration.ofMinutes(1));
    }

    /** @param tried how often it was tried, at least once */
    Duration waitAfter(int tried) {
        return tryAgainAfter.multipliedBy(1L << Math.min(tried - 1, 10));
    }
}
