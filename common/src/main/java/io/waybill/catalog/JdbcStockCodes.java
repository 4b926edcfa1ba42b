package io.waybill.catalog;

import io.waybill.account.Mode;
import io.waybill.secret.Sealed;
import io.waybill.secret.SecretBox;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.springframework.jdbc.core.simple.JdbcClient;

final class JdbcStockCodes implements StockCodes {
    private final JdbcClient jdbc;
    private final SecretBox secretBox;

    JdbcStockCodes(JdbcClient jdbc, SecretBox secretBox) {
        this.jdbc = jdbc;
        this.secretBox = secretBox;
    }

    @Override
    public List<Integer> add(long itemId, Mode mode, List<String> codes) {
        byte[][] fingerprints = codes.stream().map(secretBox::fingerprint).toArray(byte[][]::new);
        byte[][] sealed = new byte[codes.size()][];
        Arrays.setAll(
                sealed,
                i -> secretBox.seal(codes.get(i), context(fingerprints[i])).toBytes());
        Set<String> stored = new HashSet<>(insert(itemId, mode, sealed, fingerprints));
        return IntStream.range(0, codes.size())
                .filter(i -> !stored.remove(HexFormat.of().formatHex(fingerprints[i])))
                .boxed()
                .toList();
    }

    /** The fingerprints in hex of those that were new. */
    private List<String> insert(long itemId, Mode mode, byte[][] sealed, byte[][] fingerprints) {
        return jdbc.sql("""
                insert into stock_code (item_id, mode, sealed, code_hmac)
                select :itemId,
                       :mode,
                       c.sealed,
                       c.code_hmac
                  from unnest(:sealed, :fingerprints) as c (sealed, code_hmac)
                 order by c.code_hmac
                    on conflict (code_hmac) do nothing
                returning encode(code_hmac, 'hex') as fingerprint
                """)
                .param("itemId", itemId)
                .param("mode", mode.wire())
                .param("sealed", sealed)
                .param("fingerprints", fingerprints)
                .query((row, _) -> row.getString("fingerprint"))
                .list();
    }

    @Override
    public Reservation reserve(List<Need> needs) {
        return new LockedCodes(needs.isEmpty() ? Map.of() : lockFree(needs));
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
                .param(
                        "modes",
                        shelves.stream().map(shelf -> shelf.mode().wire()).toArray(String[]::new))
                .param("counts", shelves.stream().map(wanted::get).toArray(Integer[]::new))
                .query(row -> {
                    Shelf shelf = new Shelf(row.getLong("item_id"), Mode.ofWire(row.getString("mode")));
                    free.computeIfAbsent(shelf, _ -> new ArrayList<>()).add(row.getLong("id"));
                });
        return free;
    }

    private void give(List<Long> codeIds, List<Long> orderIds) {
        if (codeIds.isEmpty()) {
            return;
        }
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
            throw new IllegalStateException(
                    "gave " + given + " codes instead of the " + codeIds.size() + " that were locked");
        }
    }

    @Override
    public List<Need> servable(List<Need> needs) {
        if (needs.isEmpty()) {
            return List.of();
        }
        Set<Long> orderIds = Set.copyOf(jdbc.sql("""
                select n.order_id
                  from unnest(:orderIds, :itemIds, :modes, :counts) as n (order_id, item_id, mode, count)
                 where n.count <= (select count(*)
                                     from (select
                                             from stock_code
                                            where item_id = n.item_id
                                              and mode = n.mode
                                              and order_id is null
                                            limit n.count) free)
                """)
                .param("orderIds", needs.stream().map(Need::orderId).toArray(Long[]::new))
                .param("itemIds", needs.stream().map(Need::itemId).toArray(Long[]::new))
                .param("modes", needs.stream().map(need -> need.mode().wire()).toArray(String[]::new))
                .param("counts", needs.stream().map(Need::count).toArray(Integer[]::new))
                .query(Long.class)
                .list());
        return needs.stream().filter(need -> orderIds.contains(need.orderId())).toList();
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
                """).param("orderIds", orderIds.toArray(Long[]::new)).query(row -> {
            String code = secretBox.open(Sealed.ofBytes(row.getBytes("sealed")), context(row.getBytes("code_hmac")));
            codes.computeIfAbsent(row.getLong("order_id"), _ -> new ArrayList<>())
                    .add(code);
        });
        return codes;
    }

    private static String context(byte[] fingerprint) {
        return "code:" + HexFormat.of().formatHex(fingerprint);
    }

    /** Codes that this transaction has locked, by the shelf they lie on. */
    private final class LockedCodes implements Reservation {
        private final Map<Shelf, List<Long>> free;
        private final List<Long> codeIds = new ArrayList<>();
        private final List<Long> orderIds = new ArrayList<>();

        LockedCodes(Map<Shelf, List<Long>> free) {
            this.free = free;
        }

        @Override
        public boolean covers(Need need) {
            return free.getOrDefault(Shelf.of(need), List.of()).size() >= need.count();
        }

        @Override
        public void take(Need need) {
            if (!covers(need)) {
                throw new IllegalStateException("not enough codes are locked for order " + need.orderId());
            }
            List<Long> taken = free.getOrDefault(Shelf.of(need), List.of()).subList(0, need.count());
            taken.forEach(id -> {
                codeIds.add(id);
                orderIds.add(need.orderId());
            });
            taken.clear();
        }

        @Override
        public void give() {
            JdbcStockCodes.this.give(codeIds, orderIds);
            codeIds.clear();
            orderIds.clear();
        }
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
