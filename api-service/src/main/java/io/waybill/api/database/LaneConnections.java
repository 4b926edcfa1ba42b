package io.waybill.api.database;

import com.zaxxer.hikari.HikariDataSource;
import io.waybill.api.intake.LaneThread;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.datasource.lookup.AbstractRoutingDataSource;

/**
 * Lanes have connections of their own: however many read, and however long they take, nobody waits behind them with an
 * order. All others share a pool. Thread-safe.
 */
final class LaneConnections extends AbstractRoutingDataSource {
    private static final String LANES = "lanes";

    LaneConnections(HikariDataSource shared, HikariDataSource lanes) {
        setDefaultTargetDataSource(shared);
        setTargetDataSources(Map.of(LANES, lanes));
    }

    @Override
    protected @Nullable Object determineCurrentLookupKey() {
        return LaneThread.isCurrent() ? LANES : null;
    }
}
