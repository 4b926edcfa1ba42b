package io.waybill.ledger;

import io.waybill.money.Usd;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * A busy wallet's row has as many versions as nobody may clear away yet: thousands a minute while a backup, or any
 * other long transaction, has a snapshot. By its id PostgreSQL would look at each of them for the newest. So the ledger
 * remembers where it has left each row, and looks there first.
 */
final class JdbcLedger implements Ledger {
    private final JdbcClient jdbc;
    private final WalletPlaces places = new WalletPlaces();

    JdbcLedger(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * One after the other in the order of their ids, as the arrays are unnested: where it was left, or else by its id.
     * A place where the row was once is no harm: the version there is visible no more, or it is another wallet's. The
     * arrays come by a select of their own, as PostgreSQL would else plan anew whenever it sees that few are asked for.
     */
    @Override
    public Map<Long, Usd> lock(Collection<Long> walletIds) {
        Map<Long, Usd> balances = new HashMap<>();
        lockRows(walletIds).forEach((id, wallet) -> balances.put(id, wallet.balance()));
        return balances;
    }

    private Map<Long, Locked> lockRows(Collection<Long> walletIds) {
        Long[] ids = walletIds.stream().distinct().sorted().toArray(Long[]::new);
        Map<Long, Locked> locked = new HashMap<>();
        jdbc.sql("""
                select coalesce(here.id, found.id) as id,
                       coalesce(here.balance_micros, found.balance_micros) as balance_micros,
                       coalesce(here.place, found.place)::text as place
                  from unnest((select :ids::bigint[]), (select :places::text[])) as asked (id, place)
                  left join lateral (select id, balance_micros, ctid as place
                                       from wallet
                                      where ctid = asked.place::tid
                                        and id = asked.id
                                        for update) here on true
                  left join lateral (select id, balance_micros, ctid as place
                                       from wallet
                                      where id = asked.id
                                        and here.id is null
                                        for update) found on true
                 where coalesce(here.id, found.id) is not null
                """)
                .param("ids", ids)
                .param("places", Stream.of(ids).map(places::of).toArray(String[]::new))
                .query(row -> {
                    long id = row.getLong("id");
                    String place = row.getString("place");
                    locked.put(id, new Locked(Usd.ofMicros(row.getLong("balance_micros")), place));
                    places.leave(id, place);
                });
        return locked;
    }

    @Override
    public Map<Long, Usd> balances(Collection<Long> walletIds) {
        Map<Long, Usd> balances = new HashMap<>();
        jdbc.sql("""
                select id,
                       balance_micros
                  from wallet
                 where id = any (:ids)
                """).param("ids", walletIds.toArray(Long[]::new)).query(row -> {
            balances.put(row.getLong("id"), Usd.ofMicros(row.getLong("balance_micros")));
        });
        return balances;
    }

    /**
     * Numbers and balances are computed by the database from the locked rows, so that no caller can hand in a stale
     * one.
     */
    @Override
    public List<Usd> post(List<? extends Posting> postings) {
        if (postings.isEmpty()) {
            return List.of();
        }
        TransferColumns transfers = TransferColumns.of(postings);
        Usd[] balances = new Usd[postings.size()];
        Arrays.fill(balances, Usd.ZERO);
        jdbc.sql("""
                with posting as (
                  select *
                    from unnest(:kinds, :froms, :tos, :amounts, :walletIds, :places, :deltas, :orderIds, :actors, :notes)
                         with ordinality
                      as p (kind, from_account, to_account, amount, wallet_id, place, delta, order_id, actor, note,
                            position)
                ), numbered as (
                  select p.*,
                         w.last_seq + row_number() over earlier as seq,
                         (w.balance_micros + sum(p.delta) over earlier)::bigint as balance_after
                    from posting p
                    left join lateral (select last_seq,
                                              balance_micros
                                         from wallet
                                        where ctid = p.place::tid
                                          and id = p.wallet_id
                                       offset 0) w on true
                  window earlier as (partition by p.wallet_id order by p.position)
                ), folded as (
                  select wallet_id,
                         place::tid as place,
                         sum(delta)::bigint as delta,
                         count(*) as transfers
                    from posting
                   where wallet_id is not null
                   group by wallet_id, place
                ), wallets_updated as (
                  update wallet w
                     set balance_micros = w.balance_micros + f.delta,
                         last_seq = w.last_seq + f.transfers
                    from folded f
                   where w.ctid = f.place
                     and w.id = f.wallet_id
                  returning w.id, w.ctid::text as place
                ), transfers_written as (
                  insert into transfer (kind, from_account, to_account, amount_micros, wallet_id, seq,
                                        balance_after_micros, order_id, actor, note)
                  select kind, from_account, to_account, amount, wallet_id, seq,
                         balance_after, order_id, actor, note
                    from numbered
                   order by position
                )
                select n.position,
                       n.wallet_id,
                       n.balance_after,
                       w.place
                  from numbered n
                  left join wallets_updated w on w.id = n.wallet_id
                 where n.wallet_id is not null
                """)
                .param("kinds", transfers.kinds())
                .param("froms", transfers.froms())
                .param("tos", transfers.tos())
                .param("amounts", transfers.amounts())
                .param("walletIds", transfers.walletIds())
                .param("places", placesOf(transfers.walletIds()))
                .param("deltas", transfers.deltas())
                .param("orderIds", transfers.orderIds())
                .param("actors", transfers.actors())
                .param("notes", transfers.notes())
                .query(row -> {
                    balances[row.getInt("position") - 1] = Usd.ofMicros(row.getLong("balance_after"));
                    places.leave(row.getLong("wallet_id"), placeLeft(row.getString("place")));
                });
        return List.of(balances);
    }

    /** The wallets are locked: what is remembered of them is where they are. */
    private @Nullable String[] placesOf(@Nullable Long[] walletIds) {
        Map<Long, String> known = new HashMap<>();
        List<Long> forgotten = new ArrayList<>();
        Stream.of(walletIds).filter(Objects::nonNull).distinct().forEach(id -> {
            String place = places.of(id);
            if (place == null) {
                forgotten.add(id);
            } else {
                known.put(id, place);
            }
        });
        if (!forgotten.isEmpty()) {
            lockRows(forgotten).forEach((id, wallet) -> known.put(id, wallet.place()));
        }
        return Stream.of(walletIds).map(known::get).toArray(String[]::new);
    }

    private static String placeLeft(@Nullable String place) {
        if (place == null) {
            throw new IllegalStateException("a wallet was not locked before its postings");
        }
        return place;
    }

    /** A row that is locked, and where it is. */
    private record Locked(Usd balance, String place) {}
}
