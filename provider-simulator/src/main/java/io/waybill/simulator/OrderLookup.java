package io.waybill.simulator;

import io.waybill.simulator.behaviour.Behaviour;
import io.waybill.simulator.behaviour.Ending;
import io.waybill.simulator.behaviour.Refusal;
import io.waybill.simulator.book.Account;
import io.waybill.simulator.book.Book;
import io.waybill.simulator.book.Purchase;
import io.waybill.simulator.book.Refund;
import io.waybill.simulator.book.Usd;
import io.waybill.simulator.catalog.Catalog;
import io.waybill.simulator.catalog.Delivery;
import io.waybill.simulator.catalog.Item;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Tells what became of purchases, and calls them off: what an order comes to follows from its word and its age. */
final class OrderLookup {
    private static final int MAX_IDS = 200;

    private final Book book;
    private final Catalog catalog;
    private final Conduct conduct;
    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();

    OrderLookup(Book book, SimulatorOptions options, Conduct conduct) {
        this.book = book;
        this.catalog = options.catalog;
        this.conduct = conduct;
        this.clock = options.clock;
    }

    /** {@code GET /orders?ids=1,2}: those of them that the account made. */
    void list(Call call, Account account) throws IOException {
        ObjectNode answer = JsonMapper.shared().createObjectNode().put("ok", true);
        ArrayNode orders = answer.putArray("orders");
        Stream.of(call.query().getOrDefault("ids", "").split(","))
                .limit(MAX_IDS)
                .flatMap(id -> find(account, id).stream())
                .forEach(purchase -> orders.add(order(purchase)));
        call.answer(200, answer.put("has_more", false).putNull("next"));
    }

    /** {@code GET /orders/7}. */
    void one(Call call, Account account, String id) throws IOException {
        Optional<Purchase> purchase = find(account, id);
        if (purchase.isEmpty()) {
            call.answer(Refusal.ORDER_NOT_FOUND);
        } else {
            call.answer(200, order(purchase.get()));
        }
    }

    /** {@code POST /orders/7/cancel}: while it has not ended. */
    void cancel(Call call, Account account, String id) throws IOException {
        Purchase purchase = find(account, id).orElse(null);
        if (purchase == null) {
            call.answer(Refusal.ORDER_NOT_FOUND);
            return;
        }
        if (callOff(purchase).equals("canceled")) {
            call.answer(200, order(purchase));
        } else {
            call.answer(Refusal.NOT_CANCELABLE);
        }
    }

    /** Nobody may be told of an end between the look at the state and the refund. */
    String callOff(Purchase purchase) {
        lock.lock();
        try {
            if (status(purchase).equals("processing")) {
                book.refund(purchase, purchase.wish().charge(), true);
            }
            return status(purchase);
        } finally {
            lock.unlock();
        }
    }

    Optional<Purchase> find(Account account, String id) {
        return id.matches("[0-9]{1,18}") ? book.find(account.name(), Long.parseLong(id)) : Optional.empty();
    }

    /** The order as it stands now. */
    ObjectNode order(Purchase purchase) {
        String status = status(purchase);
        Usd charge = purchase.wish().charge();
        Usd refunded =
                switch (status) {
                    case "canceled", "failed" ->
                        book.refund(purchase, charge, false).amount();
                    case "partial" ->
                        book.refund(purchase, quarter(charge), false).amount();
                    default -> Usd.ZERO;
                };
        ObjectNode order = JsonMapper.shared()
                .createObjectNode()
                .put("ok", true)
                .put("order_id", purchase.orderId())
                .put("status", status)
                .put("final", !status.equals("processing"))
                .put("amount", purchase.wish().amount().toPlainString())
                .put("currency", "BDT")
                .put("charged_usd", charge.toString())
                .put("refunded_usd", refunded.toString());
        if (status.equals("completed") || status.equals("partial")) {
            Goods.add(
                    order,
                    purchase,
                    catalog.find(purchase.wish().itemId()).map(Item::delivery).orElse(Delivery.NONE));
        }
        return order;
    }

    private String status(Purchase purchase) {
        lock.lock();
        try {
            return statusNow(purchase);
        } finally {
            lock.unlock();
        }
    }

    private String statusNow(Purchase purchase) {
        if (book.refundOf(purchase.orderId()).filter(Refund::canceled).isPresent()) {
            return "canceled";
        }
        boolean worked = !clock.instant().isBefore(purchase.at().plus(conduct.slowDelay()));
        Ending ending = ending(purchase);
        if (ending == Ending.COMPLETED) {
            return "completed";
        }
        return worked && ending != Ending.NEVER
                ? ending.name().toLowerCase(Locale.ROOT).replace("_later", "")
                : "processing";
    }

    boolean endsLater(Purchase purchase) {
        return ending(purchase) != Ending.COMPLETED;
    }

    private static Ending ending(Purchase purchase) {
        return Behaviour.ofWord(purchase.wish().behaviour())
                .map(Behaviour::ending)
                .orElse(Ending.COMPLETED);
    }

    private static Usd quarter(Usd charge) {
        return new Usd(charge.amount().divide(BigDecimal.valueOf(4), 6, RoundingMode.DOWN));
    }
}
