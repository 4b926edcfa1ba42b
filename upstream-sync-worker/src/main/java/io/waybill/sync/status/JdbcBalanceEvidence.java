package io.waybill.sync.status;

import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The statements that put our balance at a provider beside purchases of which nobody knows the outcome. Each balance
 * stands there with the time at which the provider answered it: other purchases may lie between the two.
 */
final class JdbcBalanceEvidence {
    private final JdbcClient jdbc;

    JdbcBalanceEvidence(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Adds the balance that was answered after the outcome became unknown, once it is there. */
    int addBalanceAfter(long providerId) {
        return jdbc.sql("""
                update attempt a
                   set evidence = a.evidence || jsonb_build_object('balance_after', jsonb_build_object(
                         'balance', p.balance::text, 'currency', p.balance_currency, 'at', p.balance_at))
                  from provider p
                 where a.provider_id = :providerId
                   and a.state = 'unknown'
                   and jsonb_exists(a.evidence, 'balance_before')
                   and not jsonb_exists(a.evidence, 'balance_after')
                   and p.id = a.provider_id
                   and p.balance_at > (a.evidence #>> '{answers,-1,at}')::timestamptz
                """).param("providerId", providerId).update();
    }

    /**
     * Has the balance asked for at once if such a purchase waits for it, unless the provider does not answer anyway.
     */
    int askForBalanceIfNeeded(long providerId) {
        return jdbc.sql("""
                update sync_job j
                   set due_at = now()
                 where j.provider_id = :providerId
                   and j.kind = 'balance'
                   and j.due_at > now()
                   and j.failures = 0
                   and exists (select
                                 from attempt a
                                where a.provider_id = j.provider_id
                                  and a.state = 'unknown'
                                  and jsonb_exists(a.evidence, 'balance_before')
                                  and not jsonb_exists(a.evidence, 'balance_after'))
                """).param("providerId", providerId).update();
    }
}
