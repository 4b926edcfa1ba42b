package io.waybill.simulator;

import io.waybill.simulator.Customers.Customer;
import io.waybill.simulator.behaviour.Refusal;
import io.waybill.simulator.book.Account;
import io.waybill.simulator.book.Book;
import io.waybill.simulator.book.Usd;
import io.waybill.simulator.catalog.Catalog;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The routes of the store API that are simulated. */
final class StoreApi {

    static final String BASE = "/api/v1";

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Pattern ORDER = Pattern.compile("/orders/(?<id>[^/]+)(?<cancel>/cancel)?");

    private final Book book;
    private final Catalog catalog;
    private final BigDecimal rate;
    private final Customers customers;
    private final OrderDesk orders;
    private final OrderLookup lookup;

    StoreApi(Book book, SimulatorOptions options, OrderDesk orders, OrderLookup lookup) {
        this.book = book;
        this.catalog = options.catalog;
        this.rate = options.rate;
        this.customers = new Customers(options.accounts, options.orphanKeys);
        this.orders = orders;
        this.lookup = lookup;
    }

    void serve(Call call) throws IOException {
        String path = call.path().substring(BASE.length());
        switch (path) {
            case "/health" -> get(call, this::health);
            case "/products" -> get(call, this::products);
            case "/me" -> get(call, this::me);
            case "/orders" -> orders(call);
            default -> order(call, path);
        }
    }

    private void health(Call call) throws IOException {
        call.answer(200, JSON.createObjectNode().put("ok", true).put("version", 1));
    }

    private void products(Call call) throws IOException {
        byte[] page = catalog.page();
        String etag = etag(page);
        call.header("ETag", etag);
        boolean known = etag.equals(call.header("If-None-Match"));
        call.answer(known ? 304 : 200, "application/json; charset=utf-8", known ? new byte[0] : page);
    }

    private static String etag(byte[] page) {
        CRC32C checksum = new CRC32C();
        checksum.update(page);
        return "\"%d-%08x\"".formatted(page.length, checksum.getValue());
    }

    private void me(Call call) throws IOException {
        Optional<Customer> customer = customers.of(call);
        if (customer.isEmpty()) {
            call.answer(Refusal.UNAUTHORIZED);
            return;
        }
        Account account = customer.get().account();
        if (account == null) {
            call.answer(Refusal.USER_NOT_FOUND);
            return;
        }
        call.answer(200, me(customer.get(), account));
    }

    private ObjectNode me(Customer customer, Account account) {
        Usd balance = book.balance(account.name());
        String display = String.format(Locale.ROOT, "৳%,.2f", balance.toBdt(rate));
        ObjectNode me =
                JSON.createObjectNode().put("ok", true).put("currency", "BDT").put("balance_display", display);
        me.putObject("user")
                .put("id", customer.userId())
                .put("email", account.email())
                .put("balance", balance.toString())
                .put("balance_display", display);
        return me.put("api_key_id", customer.keyId());
    }

    private void orders(Call call) throws IOException {
        switch (call.method()) {
            case "POST" -> ofAccount(call, account -> orders.serve(call, account));
            case "GET" -> ofAccount(call, account -> lookup.list(call, account));
            default -> notAllowed(call, "GET, POST");
        }
    }

    private void order(Call call, String path) throws IOException {
        Matcher order = ORDER.matcher(path);
        if (!order.matches()) {
            call.answer(Refusal.NOT_FOUND);
        } else if (order.group("cancel") == null) {
            get(call, _ -> ofAccount(call, account -> lookup.one(call, account, order.group("id"))));
        } else if (call.method().equals("POST")) {
            ofAccount(call, account -> lookup.cancel(call, account, order.group("id")));
        } else {
            notAllowed(call, "POST");
        }
    }

    private void ofAccount(Call call, AccountRoute route) throws IOException {
        Account account = customers.of(call).map(Customer::account).orElse(null);
        if (account == null) {
            call.answer(Refusal.UNAUTHORIZED);
        } else {
            route.serve(account);
        }
    }

    private static void get(Call call, Route route) throws IOException {
        if (call.method().equals("GET")) {
            route.serve(call);
        } else {
            notAllowed(call, "GET");
        }
    }

    static void notAllowed(Call call, String allowed) throws IOException {
        call.header("Allow", allowed);
        call.answer(Refusal.METHOD_NOT_ALLOWED);
    }

    private interface Route {
        void serve(Call call) throws IOException;
    }

    private interface AccountRoute {
        void serve(Account account) throws IOException;
    }
}
