package io.waybill.benchmark.peak;

import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A reseller's whole list of orders, read to its end by the cursors that the API gave on the way.
 *
 * @param orders how many there were
 * @param cursors where the pages after the first begin
 * @param last where the last whole page of the usual size begins; empty if that is the first
 */
record OrderWalk(long orders, List<String> cursors, String last) {
    private static final int MOST = 200;
    private static final int USUAL = 50;
    private static final Pattern ORDER_ID = Pattern.compile("\"order_id\":([0-9]+)");
    private static final Pattern NEXT = Pattern.compile("\"next\":(?:null|\"([^\"]+)\")}$");

    OrderWalk {
        cursors = List.copyOf(cursors);
    }

    /** @throws IllegalStateException if an order comes twice or out of its order */
    static OrderWalk of(ServiceProcess api, String key, String filter) {
        List<String> cursors = new ArrayList<>();
        long orders = 0;
        long before = Long.MAX_VALUE;
        String cursor = "";
        do {
            Read page = Read.of(api, key, path(MOST, filter, cursor), before);
            orders += page.orders;
            before = page.lastId;
            cursor = page.next;
            cursors.add(cursor);
        } while (!cursor.isEmpty());
        cursors.removeLast();
        return new OrderWalk(orders, cursors, lastWhole(api, key, filter, cursors));
    }

    private static String lastWhole(ServiceProcess api, String key, String filter, List<String> cursors) {
        String whole = cursors.size() < 2 ? "" : cursors.get(cursors.size() - 2);
        String cursor = whole;
        do {
            Read page = Read.of(api, key, path(USUAL, filter, cursor), Long.MAX_VALUE);
            whole = page.orders == USUAL ? cursor : whole;
            cursor = page.next;
        } while (!cursor.isEmpty());
        return whole;
    }

    String middle() {
        return cursors.isEmpty() ? "" : cursors.get(cursors.size() / 2);
    }

    /** The path of a page of the usual size. */
    static String page(String filter, String cursor) {
        return path(USUAL, filter, cursor);
    }

    private static String path(int limit, String filter, String cursor) {
        return "/api/v1/orders?limit=" + limit + filter + (cursor.isEmpty() ? "" : "&after=" + cursor);
    }

    /**
     * A page.
     *
     * @param next empty at the end
     */
    private record Read(int orders, long lastId, String next) {
        static Read of(ServiceProcess api, String key, String path, long before) {
            HttpResponse<String> answer = api.send(
                    api.request(path).header("Authorization", "Bearer " + key).build());
            Matcher next = NEXT.matcher(answer.body());
            if (answer.statusCode() != 200 || !next.find()) {
                throw new IllegalStateException(path + " was answered " + answer.statusCode() + " " + answer.body());
            }
            Matcher ids = ORDER_ID.matcher(answer.body());
            long last = before;
            int orders = 0;
            for (; ids.find(); orders++) {
                long id = Long.parseLong(ids.group(1));
                if (id >= last) {
                    throw new IllegalStateException("order " + id + " comes after " + last + " in " + path);
                }
                last = id;
            }
            return new Read(orders, last, next.group(1) == null ? "" : next.group(1));
        }
    }
}
