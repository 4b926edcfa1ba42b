package io.waybill.provider.upkeep.turn;

import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;

final class JdbcTurns implements Turns {
    private static final int MAX_ERROR = 500;

    private final JdbcClient jdbc;
    private final Duration hold;
    private final Supplier<String> holders;

    /** @param holders a name that no other turn has, each time */
    JdbcTurns(JdbcClient jdbc, Duration hold, Supplier<String> holders) {
        this.jdbc = jdbc;
        this.hold = hold;
        this.holders = holders;
    }

    @Override
    public Duration hold() {
        return hold;
    }

    @Override
    public void openMissing(Set<String> protocols) {
        jdbc.sql("""
                insert into sync_job (provider_id, kind)
                select p.id, kind
                  from provider p
                 cross join unnest(:kinds) as kind
                 where p.active
                   and p.protocol = any (:protocols)
                   and not exists (select from sync_job j where j.provider_id = p.id and j.kind = kind)
                    on conflict do nothing
                """)
                .param("kinds", Stream.of(Chore.values()).map(Chore::wire).toArray(String[]::new))
                .param("protocols", protocols.toArray(String[]::new))
                .update();
    }

    @Override
    public Optional<Turn> takeDue(Chore chore, Set<String> protocols) {
        String holder = holders.get();
        return jdbc.sql("""
                with next as (
                  select j.provider_id,
                         j.kind
                    from sync_job j
                    join provider p on p.id = j.provider_id
                   where j.kind = :kind
                     and p.active
                     and p.protocol = any (:protocols)
                     and j.due_at <= now()
                     and (j.holder is null or j.held_until < now())
                   order by j.due_at, j.provider_id
                   limit 1
                     for update of j skip locked
                )
                update sync_job j
                   set holder = :holder,
                       held_until = clock_timestamp() + make_interval(secs => :hold)
                  from next
                 where j.provider_id = next.provider_id
                   and j.kind = next.kind
                returning j.provider_id, j.due_at
                """)
                .param("kind", chore.wire())
                .param("protocols", protocols.toArray(String[]::new))
                .param("holder", holder)
                .param("hold", seconds(hold))
                .query((row, _) -> new Turn(
                        row.getLong("provider_id"), chore, holder, row.getObject("due_at", OffsetDateTime.class)))
                .optional();
    }

    @Override
    public Optional<Turn> take(long providerId, Chore chore) {
        String holder = holders.get();
        return jdbc.sql("""
                insert into sync_job as j (provider_id, kind, holder, held_until)
                values (:provider, :kind, :holder, clock_timestamp() + make_interval(secs => :hold))
                    on conflict (provider_id, kind) do update
                   set holder = excluded.holder,
                       held_until = excluded.held_until
                 where j.holder is null
                    or j.held_until < clock_timestamp()
                returning j.due_at
                """)
                .param("provider", providerId)
                .param("kind", chore.wire())
                .param("holder", holder)
                .param("hold", seconds(hold))
                .query((row, _) -> new Turn(providerId, chore, holder, row.getObject("due_at", OffsetDateTime.class)))
                .optional();
    }

    @Override
    public boolean renew(Turn turn) {
        return mine(turn, """
                update sync_job
                   set held_until = clock_timestamp() + make_interval(secs => :hold)
                 where provider_id = :provider
                   and kind = :kind
                   and holder = :holder
                """).param("hold", seconds(hold)).update() == 1;
    }

    @Override
    public void confirm(Turn turn) {
        boolean held = mine(turn, """
                select true
                  from sync_job
                 where provider_id = :provider
                   and kind = :kind
                   and holder = :holder
                   for update
                """).query(Boolean.class).optional().isPresent();
        if (!held) {
            throw new TurnLostException(turn);
        }
    }

    @Override
    public boolean finish(Turn turn, Duration every) {
        return mine(turn, """
                update sync_job
                   set holder = null,
                       held_until = null,
                       due_at = case when due_at = :dueAt then clock_timestamp() + make_interval(secs => :every) else due_at end,
                       last_run_at = clock_timestamp(),
                       last_error = null,
                       failures = 0
                 where provider_id = :provider
                   and kind = :kind
                   and holder = :holder
                """)
                        .param("dueAt", turn.dueAt())
                        .param("every", seconds(every))
                        .update()
                == 1;
    }

    @Override
    public boolean fail(Turn turn, String error, Duration first, Duration most) {
        return mine(turn, """
                update sync_job
                   set holder = null,
                       held_until = null,
                       due_at = case when due_at = :dueAt
                                  then clock_timestamp()
                                       + make_interval(secs => least(:most, :first * power(2, least(failures, 20))))
                                  else due_at end,
                       last_run_at = clock_timestamp(),
                       last_error = :error,
                       failures = failures + 1
                 where provider_id = :provider
                   and kind = :kind
                   and holder = :holder
                """)
                        .param("dueAt", turn.dueAt())
                        .param("first", seconds(first))
                        .param("most", seconds(most))
                        .param("error", error.substring(0, Math.min(error.length(), MAX_ERROR)))
                        .update()
                == 1;
    }

    @Override
    public boolean release(Turn turn) {
        return mine(turn, """
                update sync_job
                   set holder = null,
                       held_until = null
                 where provider_id = :provider
                   and kind = :kind
                   and holder = :holder
                """).update() == 1;
    }

    private JdbcClient.StatementSpec mine(Turn turn, String sql) {
        return jdbc.sql(sql)
                .param("provider", turn.providerId())
                .param("kind", turn.chore().wire())
                .param("holder", turn.holder());
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }
}
