package io.waybill.fulfillment;

import io.waybill.fulfillment.session.Session;
import io.waybill.fulfillment.session.SessionKeeper;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/** Ready while the worker may claim: its session is fresh, so PostgreSQL answered within the last seconds. */
final class SessionHealthIndicator implements HealthIndicator {
    private final SessionKeeper keeper;

    SessionHealthIndicator(SessionKeeper keeper) {
        this.keeper = keeper;
    }

    @Override
    public Health health() {
        Session session = keeper.fresh();
        return session == null
                ? Health.outOfService().build()
                : Health.up().withDetail("session", session.id()).build();
    }
}
