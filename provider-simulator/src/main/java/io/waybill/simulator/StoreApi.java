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
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The four routes of the store API. */
final class StoreApi {

    static final String BASE = "/api/v1";

    private static final JsonMapper JSON = JsonMapper.shared();

    private final Book book;
    private final Catalog catalog;
    private final BigDecimal rate;
    private final Customers customers;
    private final OrderDesk orders;

    StoreApi(Book book, SimulatorOptions options, OrderDesk orders) {
        this.book = book;
        this.catalog = options.catalog;
        this.rate = options.rate;
        this.customers = new Customers(options.accounts, options.orphanKeys);
        this.orders = orders;
    }

    void serve(Call call) throws IOException {
        switch (call.path().substring(BASE.length())) {
            case "/health" -> get(call, this::health);
            case "/products" -> get(call, this::products);
            case "/me" -> get(call, this::me);
            case "/orders" -> orders(call);
            default -> call.answer(Refusal.NOT_FOUND);
        }
    }

    private void health(Call call) throws IOException {
        call.answer(200, JSON.createObjectNode().put("ok", true).put("version", 1));
    }

    private void products(Call call) throws IOException {
        call.answer(200, "application/json; charset=utf-8", catalog.page());
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
        if (!call.method().equals("POST")) {
            notAllowed(call, "POST");
            return;
        }
        Account account = customers.of(call).map(Customer::account).orElse(null);
        if (account == null) {
            call.answer(Refusal.UNAUTHORIZED);
            return;
        }
        orders.serve(call, account);
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
}
