package io.waybill.api.admin.providers;

import org.springframework.jdbc.core.simple.JdbcClient;

/** Asks the sync workers for a run. */
final class JdbcSyncJobs {
    private final JdbcClient jdbc;

    JdbcSyncJobs(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** A run that is under way may not have seen what changed: another one is due after it. */
    void makeDue(long providerId) {
        jdbc.sql("""
                update sync_job
                   set due_at = clock_timestamp()
                 where provider_id = :provider
                   and kind in ('balance', 'catalog')
                """).param("provider", providerId).update();
    }
}
