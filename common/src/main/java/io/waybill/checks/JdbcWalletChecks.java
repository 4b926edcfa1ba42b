package io.waybill.checks;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What must hold between each wallet and its transfers. A chain of transfers that is numbered without a gap, each with
 * the right balance after it, up to a newest one that has the wallet's balance: so the balance is their sum. The chain
 * may be proved in pieces, at different times.
 */
final class JdbcWalletChecks implements Section {
    private static final int PIECE = 10_000;
    private static final int READ_AT_ONCE = 200_000;

    /** So many transfers are proved by one statement of each check, between two rests of the run. */
    private static final int PROVED_AT_ONCE = 10_000;

    private static final int TRANSFERS_PER_ORDER = 3;

    private final JdbcClient jdbc;
    private final JdbcViolations violations;
    private final int slice;

    /** @param slice so many orders' transfers of the past are proved again by each run */
    JdbcWalletChecks(JdbcClient jdbc, JdbcViolations violations, int slice) {
        this.jdbc = jdbc;
        this.violations = violations;
        this.slice = slice;
    }

    @Override
    public Map<String, String> says() {
        Map<String, String> says = new LinkedHashMap<>(Check.says(list()));
        says.put(chain().name(), chain().says());
        return says;
    }

    @Override
    public State prove(State state, Moment moment, Tally tally) {
        if (state.pending() == null && !moment.whole()) {
            adopt(List.of());
        }
        for (Wallets part : parts(moment.whole())) {
            list().forEach(check -> tally.run(check, part));
        }
        State proved = moment.whole() ? proveChains(state, tally) : proveSomeChains(state, tally);
        List<Long> wrong = tally.examples(says().keySet()).stream()
                .map(violation -> (Long) violation.subject().get("wallet_id"))
                .distinct()
                .toList();
        if (tally.tellsAll(says().keySet())) {
            adopt(wrong);
        }
        return proved;
    }

    private State proveChains(State state, Tally tally) {
        List<Piece> pieces = behind(Place.START, READ_AT_ONCE);
        while (!pieces.isEmpty()) {
            prove(pieces, tally);
            pieces = behind(endOf(pieces), READ_AT_ONCE);
        }
        return state;
    }

    private State proveSomeChains(State state, Tally tally) {
        List<Piece> past = behind(state.slices().chain(), TRANSFERS_PER_ORDER * slice);
        List<Piece> pieces = new ArrayList<>(past);
        pieces.addAll(grown());
        pieces.addAll(found());
        prove(pieces, tally);
        Place end = endOf(past);
        return state.withSlices(state.slices().withChain(behind(end, 1).isEmpty() ? Place.START : end));
    }

    private void prove(List<Piece> pieces, Tally tally) {
        Piece.groups(pieces, PROVED_AT_ONCE).forEach(group -> tally.run(chain(), group));
    }

    private List<Check<Wallets>> list() {
        return List.of(
                new Check<>("wallet_balance", "A wallet's balance is the sum of its transfers.", this::balanceIsTheSum),
                new Check<>(
                        "wallet_newest",
                        "A wallet's balance and last_seq are those of its newest transfer.",
                        this::newestTransferTellsTheBalance),
                new Check<>("wallet_not_negative", "No wallet is negative.", this::noneIsNegative));
    }

    private Check<List<Piece>> chain() {
        return new Check<>(
                "wallet_chain",
                "A wallet's transfers are numbered from 1 without a gap, each with the balance that it left.",
                this::chainHolds);
    }

    /** What was proved before is not summed again, unless all is. */
    Found balanceIsTheSum(Wallets wallets) {
        return find(wallets, """
                select w.id as wallet_id,
                       w.balance_micros,
                       coalesce(c.balance_micros, 0) + t.moved_micros as transferred_micros
                  from wallet w
                  left join check_wallet c on c.wallet_id = w.id
                                          and c.seq <= w.last_seq
                                          and not :whole
                 cross join lateral (select coalesce(sum(case to_account
                                                           when 'wallet:' || w.id then amount_micros
                                                           else -amount_micros
                                                         end), 0) as moved_micros
                                       from transfer
                                      where wallet_id = w.id
                                        and seq > coalesce(c.seq, 0)) t
                 where w.id between :first and :last
                   and w.balance_micros <> coalesce(c.balance_micros, 0) + t.moved_micros
                """);
    }

    Found newestTransferTellsTheBalance(Wallets wallets) {
        return find(wallets, """
                select w.id as wallet_id,
                       w.balance_micros,
                       w.last_seq,
                       newest.seq as newest_seq,
                       newest.balance_after_micros
                  from wallet w
                  left join lateral (select seq,
                                            balance_after_micros
                                       from transfer
                                      where wallet_id = w.id
                                      order by seq desc
                                      limit 1) newest on true
                 where w.id between :first and :last
                   and (w.last_seq <> coalesce(newest.seq, 0)
                        or w.balance_micros <> coalesce(newest.balance_after_micros, 0))
                """);
    }

    Found noneIsNegative(Wallets wallets) {
        return find(wallets, """
                select w.id as wallet_id,
                       w.balance_micros
                  from wallet w
                 where w.id between :first and :last
                   and w.balance_micros < 0
                """);
    }

    private Found find(Wallets wallets, String sql) {
        return violations.find(
                wallets.count(),
                Set.of("wallet_id"),
                sql,
                Map.of("first", wallets.first(), "last", wallets.last(), "whole", wallets.whole()));
    }

    /** No two pieces may share a transfer: it would be counted twice. */
    Found chainHolds(List<Piece> pieces) {
        long transfers = pieces.stream().mapToLong(Piece::size).sum();
        return violations.find(
                transfers,
                Set.of("wallet_id", "seq"),
                """
                select t.wallet_id,
                       t.seq,
                       t.kind,
                       t.amount_micros,
                       t.balance_after_micros,
                       t.seq_before,
                       t.balance_before_micros
                  from unnest(:wallets, :afters, :tos) as piece (wallet_id, after_seq, to_seq)
                 cross join lateral (select wallet_id,
                                            seq,
                                            kind,
                                            amount_micros,
                                            balance_after_micros,
                                            case to_account
                                              when 'wallet:' || wallet_id then amount_micros
                                              else -amount_micros
                                            end as change_micros,
                                            coalesce(lag(seq) over earlier, 0) as seq_before,
                                            coalesce(lag(balance_after_micros) over earlier, 0) as balance_before_micros
                                       from transfer
                                      where wallet_id = piece.wallet_id
                                        and seq between piece.after_seq and piece.to_seq
                                     window earlier as (order by seq)) t
                 where t.seq > piece.after_seq
                   and (t.seq <> t.seq_before + 1
                        or t.balance_after_micros <> t.balance_before_micros + t.change_micros)
                 order by t.wallet_id, t.seq
                """,
                Map.of(
                        "wallets", column(pieces, Piece::walletId),
                        "afters", column(pieces, Piece::after),
                        "tos", column(pieces, Piece::to)));
    }

    private static Long[] column(List<Piece> pieces, Function<Piece, Long> value) {
        return pieces.stream().map(value).toArray(Long[]::new);
    }

    /** All wallets, parted so that each part has about as many transfers to be summed. */
    private List<Wallets> parts(boolean whole) {
        return jdbc.sql("""
                select min(id) as first,
                       max(id) as last,
                       count(*) as wallets
                  from (select w.id,
                               div(sum(w.last_seq - coalesce(c.seq, 0) + 1) over (order by w.id), :transfers) as part
                          from wallet w
                          left join check_wallet c on c.wallet_id = w.id
                                                  and c.seq <= w.last_seq
                                                  and not :whole) parted
                 group by part
                 order by part
                """)
                .param("transfers", PROVED_AT_ONCE)
                .param("whole", whole)
                .query((row, _) ->
                        new Wallets(row.getLong("first"), row.getLong("last"), row.getLong("wallets"), whole))
                .list();
    }

    /** What has been added to chains since they were proved. */
    private List<Piece> grown() {
        return jdbc.sql("""
                select w.id as wallet_id,
                       coalesce(c.seq, 0) as after_seq,
                       w.last_seq as to_seq
                  from wallet w
                  left join check_wallet c on c.wallet_id = w.id
                 where w.last_seq > coalesce(c.seq, 0)
                """)
                .query((row, _) -> piece(row.getLong(1), row.getLong(2), row.getLong(3)))
                .list();
    }

    /** The links that were found broken. */
    private List<Piece> found() {
        return jdbc.sql("""
                select (subject ->> 'wallet_id')::bigint as wallet_id,
                       (subject ->> 'seq')::bigint - 1 as after_seq,
                       (subject ->> 'seq')::bigint as to_seq
                  from check_finding
                 where check_name = :check
                """)
                .param("check", chain().name())
                .query((row, _) -> piece(row.getLong(1), row.getLong(2), row.getLong(3)))
                .list();
    }

    /** The next pieces of all chains behind a place, about so many transfers; none at the end. */
    private List<Piece> behind(Place place, int transfers) {
        return jdbc.sql("""
                select wallet_id,
                       after_seq,
                       to_seq
                  from (select w.id as wallet_id,
                               s.after_seq,
                               least(s.after_seq + :piece, w.last_seq) as to_seq,
                               sum(least(:piece, w.last_seq - s.after_seq))
                                 over (order by w.id, s.after_seq) as transfers
                          from (select id,
                                       last_seq,
                                       case when id = :wallet then :seq else 0 end as proved_seq
                                  from wallet
                                 where id >= :wallet
                                   and last_seq > 0
                                 order by id
                                 limit :transfers) w
                         cross join lateral generate_series(w.proved_seq, w.last_seq - 1, :piece) as s (after_seq)) pieces
                 where transfers <= :transfers
                 order by wallet_id, after_seq
                """)
                .param("wallet", place.walletId())
                .param("seq", place.seq())
                .param("piece", (long) Math.min(PIECE, transfers))
                .param("transfers", transfers)
                .query((row, _) -> piece(row.getLong(1), row.getLong(2), row.getLong(3)))
                .list();
    }

    private static Piece piece(long walletId, long after, long to) {
        return new Piece(walletId, after, to);
    }

    /** Takes the wallets as they are for proved; the past of those that were not is left to the slices. */
    private void adopt(List<Long> wrong) {
        jdbc.sql("""
                insert into check_wallet as c (wallet_id, seq, balance_micros)
                select w.id,
                       w.last_seq,
                       w.balance_micros
                  from wallet w
                  left join check_wallet p on p.wallet_id = w.id
                 where (p.seq, p.balance_micros) is distinct from (w.last_seq, w.balance_micros)
                   and w.id <> all (:wrong)
                    on conflict (wallet_id) do update
                   set seq = excluded.seq,
                       balance_micros = excluded.balance_micros
                """).param("wrong", wrong.toArray(Long[]::new)).update();
    }

    private static Place endOf(List<Piece> pieces) {
        return pieces.isEmpty()
                ? Place.START
                : new Place(pieces.getLast().walletId(), pieces.getLast().to());
    }

    /** A range of wallets; {@code whole}: proved from their first transfer. */
    record Wallets(long first, long last, long count, boolean whole) {}

    /** The transfers of one wallet behind one seq, up to another. */
    record Piece(long walletId, long after, long to) {
        private static final Comparator<Piece> BY_PLACE =
                Comparator.comparingLong(Piece::walletId).thenComparingLong(Piece::after);

        long size() {
            return to - after;
        }

        /** The same transfers, each once though pieces may overlap, at most so many in each group. */
        static List<List<Piece>> groups(List<Piece> pieces, long size) {
            List<List<Piece>> groups = new ArrayList<>();
            long left = 0;
            long wallet = 0;
            long done = 0;
            for (Piece piece : pieces.stream().sorted(BY_PLACE).toList()) {
                done = Math.max(piece.after, piece.walletId == wallet ? done : 0);
                wallet = piece.walletId;
                while (done < piece.to) {
                    if (left == 0) {
                        groups.add(new ArrayList<>());
                        left = size;
                    }
                    Piece part = new Piece(wallet, done, Math.min(piece.to, done + left));
                    groups.getLast().add(part);
                    left -= part.size();
                    done = part.to;
                }
            }
            return groups;
        }
    }

    /** How far the slices have come. */
    record Place(long walletId, long seq) {
        static final Place START = new Place(0, 0);
    }
}
