package io.waybill.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;

/**
 * Compares three books: what the reseller was told, what the store has, and what the provider sold. Reads the store's
 * tables by statements of its own.
 */
final class Auditor {
    private static final Duration SETTLED = Duration.ofMinutes(2);

    /** A wallet is its transfers, without a gap, and nothing of a final order is in flight. */
    private static final String MONEY = """
            select 'wallet ' || w.id || ' holds ' || w.balance_micros || ' and its transfers say ' || coalesce(t.sum, 0)
              from wallet w
              left join (select wallet_id,
                                count(*) as count,
                                max(seq) as last,
                                sum(case when to_account like 'wallet:%' then amount_micros else -amount_micros end) as sum
                           from transfer
                          where wallet_id is not null
                          group by wallet_id) t on t.wallet_id = w.id
             where w.balance_micros <> coalesce(t.sum, 0)
                or w.last_seq <> coalesce(t.last, 0)
                or w.last_seq <> coalesce(t.count, 0)
                or w.balance_micros < 0
            union all
            select 'top-ups less completed orders are ' || x.expected || ' and the wallets hold ' || x.held
              from (select (select coalesce(sum(amount_micros), 0) from transfer where kind = 'top_up')
                             - (select coalesce(sum(charged_micros - refunded_micros), 0) from orders) as expected,
                           (select coalesce(sum(balance_micros), 0) from wallet) as held) x
             where x.expected <> x.held
            union all
            select 'final order ' || o.id || ' has ' || sum(case 'in_flight' when t.to_account then t.amount_micros
                                                                              when t.from_account then -t.amount_micros
                                                                              else 0 end) || ' in flight'
              from orders o
              join transfer t on t.order_id = o.id
             where o.final_at is not null
             group by o.id
            having sum(case 'in_flight' when t.to_account then t.amount_micros
                                        when t.from_account then -t.amount_micros
                                        else 0 end) <> 0
            """;

    /** Charged once, refunded in full if failed, one purchase at most, one event for each version. */
    private static final String LIFE = """
            select 'order ' || o.id || ' is ' || o.status || ', charged ' || o.charged_micros || ' and refunded ' || o.refunded_micros
              from orders o
             where (o.status in ('failed', 'canceled')) <> (o.refunded_micros = o.charged_micros)
               and o.billing = 'wallet'
            union all
            select 'order ' || o.id || ' has ' || count(t.id) || ' charges'
              from orders o
              left join transfer t on t.order_id = o.id and t.kind = 'charge'
             where o.billing = 'wallet'
             group by o.id
            having count(t.id) <> 1
            union all
            select 'order ' || a.order_id || ' was bought on ' || count(*) || ' attempts'
              from attempt a
             where a.state = 'bought'
             group by a.order_id
            having count(*) > 1
            union all
            select 'order ' || o.id || ' is ' || o.status || ', and whether it was bought is ' || a.state
              from attempt a
              join orders o on o.id = a.order_id
             where a.state in ('sending', 'unknown')
               and o.final_at is not null
            union all
            select 'order ' || o.id || ' is held as unknown with ' || count(a.id) || ' attempts of unknown outcome'
              from orders o
              left join attempt a on a.order_id = o.id and a.state = 'unknown'
             where o.hold_reason = 'outcome_unknown'
             group by o.id
            having count(a.id) <> 1
            union all
            select 'order ' || o.id || ' has version ' || o.version || ' and ' || count(e.id) || ' events'
              from orders o
              left join order_event e on e.order_id = o.id
             group by o.id
            having count(e.id) <> o.version
            """;

    /** What still moves by itself: orders, and messages that have not reached Kafka. */
    private static final String UNSETTLED = """
            select 'order ' || id || ' is ' || status || coalesce(', ' || hold_reason, '')
              from orders
             where final_at is null
               and (hold_reason is distinct from 'outcome_unknown' or due_at is not null)
            union all
            select count(*) || ' messages are in the outbox'
              from outbox
            having count(*) > 0
            """;

    private final StoreProcess.Demo store;
    private final ProviderBook provider;

    Auditor(StoreProcess.Demo store) {
        this.store = store;
        this.provider = new ProviderBook(store.provider());
    }

    /** Waits until every order is final. */
    void awaitFinal() {
        Awaitility.await("every order is final")
                .atMost(SETTLED)
                .pollInterval(Duration.ofMillis(250))
                .untilAsserted(() ->
                        assertThat(countByStatus().keySet()).isSubsetOf("completed", "failed", "canceled", "partial"));
    }

    /** Waits until every order is final, or waits for a person because nobody can know whether it was bought. */
    void awaitSettled() {
        Awaitility.await("every order is final or held for a person")
                .atMost(SETTLED)
                .pollInterval(Duration.ofMillis(100))
                .untilAsserted(() -> assertThat(query(UNSETTLED)).isEmpty());
    }

    /** The recipients of orders that turned out to be bought after they had ended without it, one for each case. */
    List<String> lateSuccesses() {
        return query("""
                select o.player_id
                  from late_success l
                  join orders o on o.id = l.order_id
                 order by o.id
                """);
    }

    /** Everything that is wrong, one sentence each; late successes are on a list of their own. */
    List<String> findings(Workload... workloads) {
        List<String> findings = new ArrayList<>(query(MONEY));
        findings.addAll(query(LIFE));
        Map<String, StoredOrder> orders = orders();
        Map<String, Integer> bought = new HashMap<>(provider.purchasesByRecipient());
        lateSuccesses().forEach(recipient -> bought.computeIfPresent(recipient, (_, times) -> times - 1));
        for (Workload workload : workloads) {
            audit(workload, orders, bought, findings);
        }
        return findings;
    }

    private static void audit(
            Workload workload, Map<String, StoredOrder> orders, Map<String, Integer> bought, List<String> findings) {
        workload.told().forEach((key, told) -> {
            StoredOrder order = orders.get(told.recipient());
            if (told.httpStatus() != 200) {
                findings.add("key " + key + " was answered " + told.httpStatus());
            } else if (order == null || order.id() != told.orderId()) {
                findings.add("order " + told.orderId() + " was answered 200 and is not in the store");
            }
        });
        for (String recipient : workload.recipients()) {
            StoredOrder order = orders.get(recipient);
            int purchases = bought.getOrDefault(recipient, 0);
            if (order != null && order.count() > 1) {
                findings.add(recipient + " has " + order.count() + " orders under one key");
            }
            if (purchases > 1) {
                findings.add(recipient + " was bought " + purchases + " times");
            }
            boolean unknown = order != null && order.status().equals("on_hold");
            if (order != null && !unknown && order.status().equals("completed") != (purchases == 1)) {
                findings.add(
                        "order " + order.id() + " is " + order.status() + " and was bought " + purchases + " times");
            }
        }
    }

    /** How many orders have each status. */
    Map<String, Integer> countByStatus() {
        Map<String, Integer> counts = new HashMap<>();
        read("select status, count(*) from orders group by status", row -> counts.put(row.getString(1), row.getInt(2)));
        return counts;
    }

    private Map<String, StoredOrder> orders() {
        Map<String, StoredOrder> orders = new HashMap<>();
        read(
                "select player_id, max(id), max(status), count(*) from orders where player_id is not null group by player_id",
                row -> orders.put(row.getString(1), new StoredOrder(row.getLong(2), row.getString(3), row.getInt(4))));
        return orders;
    }

    private List<String> query(String sql) {
        List<String> sentences = new ArrayList<>();
        read(sql, row -> sentences.add(row.getString(1)));
        return sentences;
    }

    private void read(String sql, Row row) {
        try (Connection connection = DriverManager.getConnection(store.database());
                PreparedStatement statement = connection.prepareStatement(sql);
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                row.read(rows);
            }
        } catch (SQLException e) {
            throw new IllegalStateException("the audit could not read the store", e);
        }
    }

    private record StoredOrder(long id, String status, int count) {}

    @FunctionalInterface
    private interface Row {
        void read(ResultSet row) throws SQLException;
    }
}
