package io.waybill.simulator;

import io.waybill.simulator.Customers.Customer;
import io.waybill.simulator.OrderReading.Invalid;
import io.waybill.simulator.OrderReading.Order;
import io.waybill.simulator.OrderReading.UnknownItem;
import io.waybill.simulator.behaviour.Behaviour;
import io.waybill.simulator.behaviour.Refusal;
import io.waybill.simulator.book.Account;
import io.waybill.simulator.book.Book;
import io.waybill.simulator.book.Purchase;
import io.waybill.simulator.book.Usd;
import io.waybill.simulator.catalog.Catalog;
import io.waybill.simulator.catalog.Item;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Version 2 of the SMM panel API: one path, a form with {@code key} and {@code action}; sells the social services. */
final class SmmApi {

    static final String PATH = "/api/v2";

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final int THOUSAND = 1_000;
    private static final long MAX_PIECES = 10_000_000;
    private static final int MAX_IDS = 100;

    private final Book book;
    private final Catalog catalog;
    private final BigDecimal rate;
    private final Customers customers;
    private final OrderDesk orders;
    private final OrderLookup lookup;
    private final Wording wording = new SmmWording();

    SmmApi(Book book, SimulatorOptions options, OrderDesk orders, OrderLookup lookup) {
        this.book = book;
        this.catalog = options.catalog;
        this.rate = options.rate;
        this.customers = new Customers(options.accounts, options.orphanKeys);
        this.orders = orders;
        this.lookup = lookup;
    }

    void serve(Call call) throws IOException {
        if (!call.method().equals("POST")) {
            call.header("Allow", "POST");
            refuse(call, Refusal.METHOD_NOT_ALLOWED);
            return;
        }
        Map<String, String> form = call.form();
        if (form == null) {
            call.header("Connection", "close");
            refuse(call, Refusal.PAYLOAD_TOO_LARGE);
            return;
        }
        Account account = customers
                .ofKey(form.getOrDefault("key", ""))
                .map(Customer::account)
                .orElse(null);
        if (account == null) {
            refuse(call, Refusal.UNAUTHORIZED);
        } else {
            act(call, form, account);
        }
    }

    private void act(Call call, Map<String, String> form, Account account) throws IOException {
        switch (form.getOrDefault("action", "")) {
            case "services" -> call.answer(200, services());
            case "add" -> orders.take(call, order(form), account);
            case "status" -> status(call, form, account);
            case "cancel" -> cancel(call, form, account);
            case "balance" ->
                call.answer(
                        200,
                        JSON.createObjectNode()
                                .put("balance", book.balance(account.name()).toString())
                                .put("currency", "USD"));
            default -> refuse(call, Refusal.NOT_FOUND);
        }
    }

    private ArrayNode services() {
        ArrayNode services = JSON.createArrayNode();
        for (Item item : catalog.items()) {
            if (item.unit() == THOUSAND && item.inStock()) {
                services.addObject()
                        .put("service", item.id())
                        .put("name", item.name())
                        .put("type", "Default")
                        .put("category", item.productName())
                        .put("rate", Usd.ofBdt(item.price(), rate).toString())
                        .put("min", "1")
                        .put("max", Long.toString(MAX_PIECES))
                        .put("refill", false)
                        .put("cancel", true);
            }
        }
        return services;
    }

    private OrderReading order(Map<String, String> form) {
        Item item = catalog.find(form.getOrDefault("service", ""))
                .filter(found -> found.unit() == THOUSAND)
                .orElse(null);
        if (item == null) {
            return new UnknownItem();
        }
        String link = form.getOrDefault("link", "");
        if (link.isBlank()) {
            return new Invalid("link", "required", "link is missing.");
        }
        String quantity = form.getOrDefault("quantity", "");
        long pieces = quantity.matches("[0-9]{1,9}") ? Long.parseLong(quantity) : 0;
        if (pieces < 1 || pieces > MAX_PIECES) {
            return new Invalid("quantity", "out_of_range", "quantity is between 1 and " + MAX_PIECES + ".");
        }
        return new Order(item, pieces, link, Behaviour.askedBy(link).orElse(Behaviour.OK), null);
    }

    private void status(Call call, Map<String, String> form, Account account) throws IOException {
        String several = form.get("orders");
        if (several == null) {
            call.answer(200, state(account, form.getOrDefault("order", "")));
            return;
        }
        ObjectNode states = JSON.createObjectNode();
        Stream.of(several.split(",")).limit(MAX_IDS).forEach(id -> states.set(id, state(account, id)));
        call.answer(200, states);
    }

    private ObjectNode state(Account account, String id) {
        Purchase purchase = lookup.find(account, id).orElse(null);
        return purchase == null ? SmmWording.error("Incorrect order ID") : state(purchase);
    }

    private ObjectNode state(Purchase purchase) {
        ObjectNode order = lookup.order(purchase);
        Usd charge = Usd.of(order.required("charged_usd").stringValue())
                .minus(Usd.of(order.required("refunded_usd").stringValue()));
        long pieces = purchase.wish().quantity();
        String status = order.required("status").stringValue();
        ObjectNode state = JSON.createObjectNode()
                .put("charge", charge.toString())
                .put("start_count", "3572")
                .put("currency", "USD");
        return switch (status) {
            case "completed" -> state.put("status", "Completed").put("remains", "0");
            case "partial" -> state.put("status", "Partial").put("remains", Long.toString(pieces / 4));
            case "canceled", "failed" -> state.put("status", "Canceled").put("remains", Long.toString(pieces));
            default -> state.put("status", "In progress").put("remains", Long.toString(pieces));
        };
    }

    private void cancel(Call call, Map<String, String> form, Account account) throws IOException {
        ArrayNode answers = JSON.createArrayNode();
        Stream.of(form.getOrDefault("orders", "").split(",")).limit(MAX_IDS).forEach(id -> {
            ObjectNode answer = answers.addObject().put("order", id);
            String fault = callOff(lookup.find(account, id).orElse(null));
            if (fault == null) {
                answer.put("cancel", 1);
            } else {
                answer.set("cancel", SmmWording.error(fault));
            }
        });
        call.answer(200, answers);
    }

    private @Nullable String callOff(@Nullable Purchase purchase) {
        if (purchase == null) {
            return "Incorrect order ID";
        }
        return lookup.callOff(purchase).equals("canceled") ? null : "The order has ended";
    }

    private void refuse(Call call, Refusal refusal) throws IOException {
        wording.refuse(call, refusal, refusal.message());
    }
}
