package io.waybill.checks;

import io.waybill.checks.JdbcLedgerCheck.Balances;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** The auditor's own books. */
final class JdbcBooks {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final TypeReference<Map<String, Object>> FIGURES = new TypeReference<>() {};
    private static final TypeReference<Map<String, BigDecimal>> MICROS = new TypeReference<>() {};
    private static final String LOCK_NOT_AVAILABLE = "55P03";
    private static final int EXAMPLES = 10;

    private final JdbcClient jdbc;

    JdbcBooks(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Waits its turn. To be the first statement of a run's transaction: it reads nothing, so that the snapshot is taken
     * only after it.
     */
    void lock(Duration patience) {
        jdbc.sql("set local lock_timeout = " + patience.toMillis()).update();
        jdbc.sql("lock table check_state in exclusive mode").update();
    }

    /** Whether this came of somebody else's turn. */
    static boolean isInUse(DataAccessException e) {
        return e.getRootCause() instanceof SQLException cause && LOCK_NOT_AVAILABLE.equals(cause.getSQLState());
    }

    /** The same, without waiting. */
    void lockNow() {
        jdbc.sql("lock table check_state in exclusive mode nowait").update();
    }

    /**
     * A check probes indexes for each of its candidates, however many there are said to be: its cost is bound to
     * theirs, and no plan that reads whole tables comes along. It leaves the other processors to the store.
     */
    void planForCandidates() {
        jdbc.sql("""
                set local enable_hashjoin = off;
                set local enable_mergejoin = off;
                set local enable_seqscan = off;
                set local max_parallel_workers_per_gather = 0;
                set local jit = off
                """).update();
    }

    long newestRun() {
        return jdbc.sql("select run from check_state").query(Long.class).single();
    }

    State state() {
        return jdbc.sql("""
                select run,
                       seen_event,
                       seen_transfer,
                       seen_attempt,
                       seen_snapshot::text,
                       reached_event,
                       reached_snapshot::text,
                       pending_tx::text,
                       pending_event,
                       pending_transfer,
                       summed_transfer,
                       summed_micros,
                       slice_order,
                       slice_wallet,
                       slice_seq,
                       (slice_key ->> 'account_id')::bigint as slice_account,
                       slice_key ->> 'mode' as slice_mode,
                       slice_key ->> 'key' as slice_key,
                       behind
                  from check_state
                """).query((row, _) -> state(row)).single();
    }

    private static State state(ResultSet row) throws SQLException {
        String pendingTx = row.getString("pending_tx");
        return new State(
                row.getLong("run"),
                marks(row, "seen"),
                row.getString("seen_snapshot"),
                new State.Reached(row.getLong("reached_event"), row.getString("reached_snapshot")),
                pendingTx == null
                        ? null
                        : new State.Pending(pendingTx, row.getLong("pending_event"), row.getLong("pending_transfer")),
                new Balances(JSON.readValue(row.getString("summed_micros"), MICROS), row.getLong("summed_transfer")),
                new State.Slices(
                        row.getLong("slice_order"),
                        new JdbcWalletChecks.Place(row.getLong("slice_wallet"), row.getLong("slice_seq")),
                        new JdbcKeyCheck.Place(
                                row.getLong("slice_account"), row.getString("slice_mode"), row.getString("slice_key"))),
                row.getBoolean("behind"));
    }

    private static Marks marks(ResultSet row, String which) throws SQLException {
        return new Marks(
                row.getLong(which + "_event"), row.getLong(which + "_transfer"), row.getLong(which + "_attempt"));
    }

    /** What the transaction's snapshot sees. */
    Seen seen() {
        return jdbc.sql("""
                select clock_timestamp() as at,
                       pg_current_snapshot()::text as snapshot,
                       pg_snapshot_xmin(pg_current_snapshot())::text as oldest_tx,
                       coalesce((select max(id) from order_event), 0) as newest_event,
                       coalesce((select max(id) from transfer), 0) as newest_transfer,
                       coalesce((select max(id) from attempt), 0) as newest_attempt
                """)
                .query((row, _) -> new Seen(
                        row.getObject("at", OffsetDateTime.class),
                        row.getString("snapshot"),
                        row.getString("oldest_tx"),
                        marks(row, "newest")))
                .single();
    }

    /**
     * Moves on. The transaction has got its id after its snapshot, at the latest here: all that had drawn ids when the
     * snapshot was taken have an older one, so that what is newest now is decided once no older one runs.
     *
     * @param mark what is newest; null: what is pending stays so
     */
    void moveOn(State state, @Nullable Marks mark, Ran ran) {
        int moved = jdbc.sql("""
                update check_state
                   set run = run + 1,
                       depth = :depth,
                       checked_at = :checkedAt,
                       took_ms = :tookMillis,
                       orders_checked = :ordersChecked,
                       orders_total = :ordersTotal,
                       seen_event = :seenEvent,
                       seen_transfer = :seenTransfer,
                       seen_attempt = :seenAttempt,
                       seen_snapshot = :snapshot::pg_snapshot,
                       reached_event = :reached,
                       reached_snapshot = :reachedSnapshot::pg_snapshot,
                       behind = :behind,
                       pending_tx = case when :mark then pg_current_xact_id() else pending_tx end,
                       pending_event = case when :mark then :newestEvent else pending_event end,
                       pending_transfer = case when :mark then :newestTransfer else pending_transfer end,
                       summed_transfer = :summedTransfer,
                       summed_micros = :summedMicros::jsonb,
                       slice_order = :sliceOrder,
                       slice_wallet = :sliceWallet,
                       slice_seq = :sliceSeq,
                       slice_key = jsonb_build_object('account_id', :keyAccount, 'mode', :keyMode, 'key', :key)
                 where run = :run
                """)
                .param("run", state.run())
                .param("depth", ran.depth().wire())
                .param("checkedAt", ran.at())
                .param("tookMillis", ran.took().toMillis())
                .param("ordersChecked", ran.ordersChecked())
                .param("ordersTotal", ran.ordersTotal())
                .param("seenEvent", state.seen().event())
                .param("seenTransfer", state.seen().transfer())
                .param("seenAttempt", state.seen().attempt())
                .param("snapshot", state.snapshot())
                .param("reached", state.reached().event())
                .param("reachedSnapshot", state.reached().snapshot())
                .param("behind", state.behind())
                .param("mark", mark != null)
                .param("newestEvent", mark == null ? 0 : mark.event())
                .param("newestTransfer", mark == null ? 0 : mark.transfer())
                .param("summedTransfer", state.summed().upTo())
                .param(
                        "summedMicros",
                        JSON.writeValueAsString(new TreeMap<>(state.summed().micros())))
                .param("sliceOrder", state.slices().order())
                .param("sliceWallet", state.slices().chain().walletId())
                .param("sliceSeq", state.slices().chain().seq())
                .param("keyAccount", state.slices().key().accountId())
                .param("keyMode", state.slices().key().mode())
                .param("key", state.slices().key().key())
                .update();
        if (moved != 1) {
            throw new IllegalStateException("moved " + moved + " of one state of the checks");
        }
    }

    /** Keeps what is wrong now, since it was first found, and forgets what is healed. */
    void keepFindings(Map<String, Found> found, OffsetDateTime at) {
        List<String> checks = new ArrayList<>();
        List<String> subjects = new ArrayList<>();
        List<String> examples = new ArrayList<>();
        found.forEach((check, of) -> of.examples().forEach(violation -> {
            checks.add(check);
            subjects.add(JSON.writeValueAsString(violation.subject()));
            examples.add(JSON.writeValueAsString(violation.example()));
        }));
        String[] checkNames = checks.toArray(String[]::new);
        String[] subjectTexts = subjects.toArray(String[]::new);
        jdbc.sql("""
                delete from check_finding f
                 where not exists (select
                                     from unnest(:checks, :subjects) as wrong (check_name, subject)
                                    where wrong.check_name = f.check_name
                                      and wrong.subject::jsonb = f.subject)
                """)
                .param("checks", checkNames)
                .param("subjects", subjectTexts)
                .update();
        if (!checks.isEmpty()) {
            insertFindings(checkNames, subjectTexts, examples.toArray(String[]::new), at);
        }
    }

    /** One subject may be wrong in two ways: one of them is kept. */
    private void insertFindings(String[] checks, String[] subjects, String[] examples, OffsetDateTime at) {
        jdbc.sql("""
                insert into check_finding (check_name, subject, example, found_at)
                select distinct on (check_name, subject::jsonb)
                       check_name,
                       subject::jsonb,
                       example::jsonb,
                       :at::timestamptz
                  from unnest(:checks, :subjects, :examples) as wrong (check_name, subject, example)
                    on conflict (check_name, subject) do update
                   set example = excluded.example
                """)
                .param("checks", checks)
                .param("subjects", subjects)
                .param("examples", examples)
                .param("at", at)
                .update();
    }

    /** How many violations each check had in the newest run. */
    Map<String, Long> violations() {
        Map<String, Long> violations = new HashMap<>();
        jdbc.sql("select check_name, violations from check_result").query(row -> {
            violations.put(row.getString("check_name"), row.getLong("violations"));
        });
        return violations;
    }

    void keepResults(Map<String, Found> found, Map<String, Duration> took) {
        String[] checks = found.keySet().toArray(String[]::new);
        jdbc.sql("delete from check_result where check_name <> all (:checks)")
                .param("checks", checks)
                .update();
        int kept = jdbc.sql("""
                insert into check_result (check_name, violations, checked, took_ms)
                select *
                  from unnest(:checks, :violations, :checked, :took)
                    on conflict (check_name) do update
                   set violations = excluded.violations,
                       checked = excluded.checked,
                       took_ms = excluded.took_ms
                """)
                .param("checks", checks)
                .param(
                        "violations",
                        found.values().stream().map(Found::violations).toArray(Long[]::new))
                .param("checked", found.values().stream().map(Found::checked).toArray(Long[]::new))
                .param(
                        "took",
                        found.keySet().stream()
                                .map(check ->
                                        took.getOrDefault(check, Duration.ZERO).toMillis())
                                .toArray(Long[]::new))
                .update();
        if (kept != checks.length) {
            throw new IllegalStateException("kept " + kept + " of " + checks.length + " results");
        }
    }

    /** What the newest run found; empty before the first. */
    Optional<Report> report(Map<String, String> says) {
        return newestRan()
                .map(ran -> new Report(
                        ran.depth(),
                        ran.at().toInstant(),
                        ran.took(),
                        ran.ordersChecked(),
                        ran.ordersTotal(),
                        results(says),
                        lateSuccesses()));
    }

    Optional<Ran> newestRan() {
        return jdbc.sql("""
                select depth,
                       checked_at,
                       took_ms,
                       orders_checked,
                       orders_total
                  from check_state
                 where run > 0
                """)
                .query((row, _) -> new Ran(
                        Depth.ofWire(row.getString("depth")),
                        row.getObject("checked_at", OffsetDateTime.class),
                        Duration.ofMillis(row.getLong("took_ms")),
                        row.getLong("orders_checked"),
                        row.getLong("orders_total")))
                .optional();
    }

    /**
     * Whether the newest run is so old, or there was none. One that left changes behind is followed by the next as soon
     * as ten times as long has passed since its beginning as it worked.
     */
    boolean isDue(Duration every) {
        return jdbc.sql("""
                select coalesce(checked_at <= clock_timestamp()
                                            - case
                                                when behind then least(10 * took_ms, :everyMillis)
                                                else :everyMillis
                                              end * interval '1 millisecond', true)
                  from check_state
                """)
                .param("everyMillis", every.toMillis())
                .query(Boolean.class)
                .single();
    }

    private List<Report.Result> results(Map<String, String> says) {
        Map<String, List<Map<String, Object>>> examples = examples();
        Map<String, Report.Result> results = new HashMap<>();
        jdbc.sql("select check_name, checked, violations from check_result").query(row -> {
            String name = row.getString("check_name");
            results.put(
                    name,
                    new Report.Result(
                            name,
                            says.getOrDefault(name, name),
                            row.getLong("checked"),
                            row.getLong("violations"),
                            examples.getOrDefault(name, List.of())));
        });
        return says.keySet().stream().map(results::get).filter(Objects::nonNull).toList();
    }

    /** The oldest findings of each check. */
    private Map<String, List<Map<String, Object>>> examples() {
        Map<String, List<Map<String, Object>>> examples = new HashMap<>();
        jdbc.sql("""
                select check_name,
                       example
                  from (select check_name,
                               example,
                               id,
                               row_number() over (partition by check_name order by id) as place
                          from check_finding) placed
                 where place <= :most
                 order by id
                """).param("most", EXAMPLES).query(row -> {
            examples.computeIfAbsent(row.getString("check_name"), _ -> new ArrayList<>())
                    .add(JSON.readValue(row.getString("example"), FIGURES));
        });
        return examples;
    }

    private Report.LateSuccesses lateSuccesses() {
        long count =
                jdbc.sql("select count(*) from late_success").query(Long.class).single();
        List<Map<String, Object>> newest = jdbc.sql("""
                select jsonb_build_object('order_id', order_id, 'attempt_id', attempt_id, 'found_at', found_at)
                  from late_success
                 order by attempt_id desc
                 limit :most
                """)
                .param("most", EXAMPLES)
                .query((row, _) -> JSON.readValue(row.getString(1), FIGURES))
                .list();
        return new Report.LateSuccesses(count, newest);
    }

    /** A run, without what it found. */
    record Ran(Depth depth, OffsetDateTime at, Duration took, long ordersChecked, long ordersTotal) {}

    /** The start of a snapshot. */
    record Seen(OffsetDateTime at, String snapshot, String oldestTx, Marks newest) {}
}
