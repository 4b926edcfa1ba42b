package io.waybill.catalog;

import io.waybill.account.Mode;
import io.waybill.secret.Sealed;
import io.waybill.secret.SecretBox;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;

final class JdbcStockCodes implements StockCodes {
    private final JdbcClient jdbc;
    private final SecretBox secretBox;

    JdbcStockCodes(JdbcClient jdbc, SecretBox secretBox) {
        this.jdbc = jdbc;
        this.secretBox = secretBox;
    }

    @Override
    public int add(long itemId, Mode mode, List<String> codes) {
        byte[][] fingerprints = codes.stream().map(secretBox::fingerprint).toArray(byte[][]::new);
        byte[][] sealed = new byte[codes.size()][];
        Arrays.setAll(sealed, i -> secretBox.seal(codes.get(i), context(fingerprints[i])).toBytes());
        return jdbc.sql("""
                        insert into stock_code (item_id, mode, sealed, code_hmac)
                        select :itemId,
                               :mode,
                               c.sealed,
                               c.code_hmac
                          from unnest(:sealed, :fingerprints) as c (sealed, code_hmac)
                         order by c.code_hmac
                            on conflict (code_hmac) do nothing
                        """)
                .param("itemId", itemId)
                .param("mode", mode.wire())
                .param("sealed", sealed)
                .param("fingerprints", fingerprints)
                .update();
    }

    @Override
    public List<Need> take(List<Need> needs) {
        if (needs.isEmpty()) {
            return List.of();
        }
        Map<Shelf, List<Long>> free = lockFree(needs);
        List<Need> served = new ArrayList<>();
        List<Long> codeIds = new ArrayList<>();
        List<Long> orderIds = new ArrayList<>();
        for (Need need : needs) {
            List<Long> shelf = free.getOrDefault(Shelf.of(need), List.of());
            if (shelf.size() >= need.count()) {
                List<Long> taken = shelf.subList(0, need.count());
                taken.forEach(id -> {
                    codeIds.add(id);
                    orderIds.add(need.orderId());
                });
                taken.clear();
                served.add(need);
            }
        }
        give(codeIds, orderIds);
        return served;
    }

    /** Free codes, enough for all needs where there are enough; each is locked until the transaction ends. */
    private Map<Shelf, List<Long>> lockFree(List<Need> needs) {
        Map<Shelf, Integer> wanted = needs.stream().collect(Collectors.toMap(Shelf::of, Need::count, Integer::sum));
        List<Shelf> shelves = wanted.keySet().stream().sorted().toList();
        Map<Shelf, List<Long>> free = new HashMap<>();
        jdbc.sql("""
                        select s.item_id,
                               s.mode,
                               c.id
                          from unnest(:itemIds, :modes, :counts) as s (item_id, mode, count)
                         cross join lateral (select id
                                               from stock_code
                                              where item_id = s.item_id
                                                and mode = s.mode
                                                and order_id is null
                                              order by id
                                              limit s.count
                                                for update skip locked) c
                        """)
                .param("itemIds", shelves.stream().map(Shelf::itemId).toArray(Long[]::new))
                .param("modes", shelves.stream().map(shelf -> shelf.mode().wire()).toArray(String[]::new))
                .param("counts", shelves.stream().map(wanted::get).toArray(Integer[]::new))
                .query(row -> {
                    Shelf shelf = new Shelf(row.getLong("item_id"), Mode.ofWire(row.getString("mode")));
                    free.computeIfAbsent(shelf, _ -> new ArrayList<>()).add(row.getLong("id"));
                });
        return free;
    }

    private void give(List<Long> codeIds, List<Long> orderIds) {
        int given = jdbc.sql("""
                        update stock_code c
                           set order_id = g.order_id,
                               taken_at = now()
                          from unnest(:codeIds, :orderIds) as g (code_id, order_id)
                         where c.id = g.code_id
                           and c.order_id is null
                        """)
                .param("codeIds", codeIds.toArray(Long[]::new))
                .param("orderIds", orderIds.toArray(Long[]::new))
                .update();
        if (given != codeIds.size()) {
            throw new IllegalStateException("gave " + given + " codes instead of the " + codeIds.size() + " that were locked");
        }
    }

    @Override
    public Map<Long, List<String>> ofOrders(List<Long> orderIds) {
        Map<Long, List<String>> codes = new HashMap<>();
        jdbc.sql("""
                        select order_id,
                               sealed,
                               code_hmac
                          from stock_code
                         where order_id = any (:orderIds)
                         order by id
                        """)
                .param("orderIds", orderIds.toArray(Long[]::new))
                .query(row -> {
                    String code = secretBox.open(Sealed.ofBytes(row.getBytes("sealed")), context(row.getBytes("code_hmac")));
                    codes.computeIfAbsent(row.getLong("order_id"), _ -> new ArrayList<>()).add(code);
                });
        return codes;
    }

    private static String context(byte[] fingerprint) {
        return "code:" + HexFormat.of().formatHex(fingerprint);
    }

    /** The codes of one item in one mode. */
    private record Shelf(long itemId, Mode mode) implements Comparable<Shelf> {
        static Shelf of(Need need) {
            return new Shelf(need.itemId(), need.mode());
        }

        @Override
        public int compareTo(Shelf other) {
            int byItem = Long.compare(itemId, other.itemId);
            return byItem != 0 ? byItem : mode.compareTo(other.mode);
        }
    }
}
