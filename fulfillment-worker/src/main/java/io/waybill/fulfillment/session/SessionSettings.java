package io.waybill.fulfillment.session;

import io.waybill.fulfillment.pace.Bounds;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The lease of a worker.
 *
 * @param worker the name that is kept with the session, for people
 * @param renewEvery between two renewals, and between two looks for dead sessions
 * @param freshFor how long after a renewal the worker trusts it; at most four fifths of {@code deadAfter}
 * @param deadAfter how old a renewal must be for others to end the session
 */
@ConfigurationProperties("waybill.fulfillment.session")
record SessionSettings(
        @DefaultValue("worker") String worker,
        @DefaultValue("2s") Duration renewEvery,
        @DefaultValue("8s") Duration freshFor,
        @DefaultValue("10s") Duration deadAfter) {
    private static final String PREFIX = "waybill.fulfillment.session.";

    SessionSettings {
        Bounds.check(PREFIX + "dead-after", deadAfter, Duration.ofMillis(100), Duration.ofMinutes(5));
        Bounds.check(
                PREFIX + "fresh-for",
                freshFor,
                Duration.ofMillis(50),
                deadAfter.multipliedBy(4).dividedBy(5));
        Bounds.check(PREFIX + "renew-every", renewEvery, Duration.ofMillis(10), freshFor.dividedBy(2));
    }
}
