package io.waybill.api.database;

import com.zaxxer.hikari.HikariDataSource;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.datasource.lookup.AbstractRoutingDataSource;

/**
 * Lanes have connections of their own: however many read, and however long they take, nobody waits behind them with an
 * order. All others share a pool. Thread-safe.
 */
public final class LaneConnections extends AbstractRoutingDataSource {
    private static final ScopedValue<Boolean> IN_LANE = ScopedValue.newInstance();
    private static final String LANES = "lanes";

    LaneConnections(HikariDataSource shared, HikariDataSource lanes) {
        setDefaultTargetDataSource(shared);
        setTargetDataSources(Map.of(LANES, lanes));
    }

    /** Runs what a lane does, with the lanes' connections. */
    public static void inLane(Runnable work) {
        ScopedValue.where(IN_LANE, true).run(work);
    }

    @Override
    protected @Nullable Object determineCurrentLookupKey() {
        return IN_LANE.isBound() ? LANES : null;
    }
}
