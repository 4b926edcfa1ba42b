package io.waybill.ledger;

import io.waybill.money.Usd;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;

final class JdbcLedger implements Ledger {
    private final JdbcClient jdbc;

    JdbcLedger(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public Map<Long, Usd> lock(Collection<Long> walletIds) {
        return jdbc
                .sql("""
                        select id,
                               balance_micros
                          from wallet
                         where id = any (:ids)
                         order by id
                           for update
                        """)
                .param("ids", walletIds.stream().distinct().toArray(Long[]::new))
                .query((row, _) -> Map.entry(row.getLong("id"), Usd.ofMicros(row.getLong("balance_micros"))))
                .list()
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
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
                    from unnest(:kinds, :froms, :tos, :amounts, :walletIds, :deltas, :orderIds, :actors, :notes)
                         with ordinality
                      as p (kind, from_account, to_account, amount, wallet_id, delta, order_id, actor, note, position)
                ), numbered as (
                  select p.*,
                         w.last_seq + row_number() over earlier as seq,
                         (w.balance_micros + sum(p.delta) over earlier)::bigint as balance_after
                    from posting p
                    left join wallet w on w.id = p.wallet_id
                  window earlier as (partition by p.wallet_id order by p.position)
                ), folded as (
                  select wallet_id,
                         sum(delta)::bigint as delta,
                         count(*) as transfers
                    from posting
                   where wallet_id is not null
                   group by wallet_id
                ), wallets_updated as (
                  update wallet w
                     set balance_micros = w.balance_micros + f.delta,
                         last_seq = w.last_seq + f.transfers
                    from folded f
                   where w.id = f.wallet_id
                ), transfers_written as (
                  insert into transfer (kind, from_account, to_account, amount_micros, wallet_id, seq,
                                        balance_after_micros, order_id, actor, note)
                  select kind, from_account, to_account, amount, wallet_id, seq,
                         balance_after, order_id, actor, note
                    from numbered
                   order by position
                )
                select position,
                       balance_after
                  from numbered
                 where wallet_id is not null
                """)
                .param("kinds", transfers.kinds())
                .param("froms", transfers.froms())
                .param("tos", transfers.tos())
                .param("amounts", transfers.amounts())
                .param("walletIds", transfers.walletIds())
                .param("deltas", transfers.deltas())
                .param("orderIds", transfers.orderIds())
                .param("actors", transfers.actors())
                .param("notes", transfers.notes())
                .query(row -> {
                    balances[row.getInt("position") - 1] = Usd.ofMicros(row.getLong("balance_after"));
                });
        return List.of(balances);
    }
}
