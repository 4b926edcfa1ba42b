package io.waybill.simulator;

import io.waybill.simulator.OrderReading.Invalid;
import io.waybill.simulator.OrderReading.Order;
import io.waybill.simulator.OrderReading.UnknownItem;
import io.waybill.simulator.behaviour.Behaviour;
import io.waybill.simulator.behaviour.Fault;
import io.waybill.simulator.behaviour.Receipt;
import io.waybill.simulator.behaviour.Refusal;
import io.waybill.simulator.behaviour.Script;
import io.waybill.simulator.behaviour.Step;
import io.waybill.simulator.book.Account;
import io.waybill.simulator.book.Book;
import io.waybill.simulator.book.Purchase;
import io.waybill.simulator.book.Sale;
import io.waybill.simulator.book.Usd;
import io.waybill.simulator.book.Wish;
import io.waybill.simulator.catalog.Catalog;
import io.waybill.simulator.catalog.Delivery;
import io.waybill.simulator.catalog.Item;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Takes an order, and plays the behaviour its recipient asks for. One for each API. */
final class OrderDesk {

    private final Book book;
    private final Catalog catalog;
    private final BigDecimal rate;
    private final Conduct conduct;
    private final Closing closing;
    private final OrderLookup lookup;
    private final Replies replies;
    private final Wording wording;
    private final OrderReader reader;
    private final Script script = new Script();

    OrderDesk(
            Book book,
            SimulatorOptions options,
            Conduct conduct,
            Replies replies,
            Closing closing,
            OrderLookup lookup,
            Wording wording) {
        this.book = book;
        this.catalog = options.catalog;
        this.rate = options.rate;
        this.conduct = conduct;
        this.closing = closing;
        this.lookup = lookup;
        this.replies = replies;
        this.wording = wording;
        this.reader = new OrderReader(catalog);
    }

    /** Serves {@code POST /orders} of the store API. */
    void serve(Call call, Account account) throws IOException {
        byte[] body = call.body(Call.MAX_BODY);
        if (body == null) {
            call.header("Connection", "close");
            call.answer(Refusal.PAYLOAD_TOO_LARGE);
            return;
        }
        String key = call.header("Idempotency-Key");
        Optional<Purchase> original =
                conduct.honoursIdempotency() ? book.boughtUnder(account.name(), key) : Optional.empty();
        if (original.isPresent()) {
            repeat(call, original.get());
            return;
        }
        switch (reader.read(body)) {
            case Invalid invalid -> call.answer(Refusal.VALIDATION, problem(invalid));
            case UnknownItem _ -> call.answer(Refusal.ITEM_NOT_FOUND);
            case Order order -> serve(call, order, account, key);
        }
    }

    /** Takes an order that was read elsewhere, and has no reference. */
    void take(Call call, OrderReading reading, Account account) throws IOException {
        switch (reading) {
            case Invalid invalid -> wording.refuse(call, Refusal.VALIDATION, invalid.message());
            case UnknownItem _ -> refuse(call, Refusal.ITEM_NOT_FOUND);
            case Order order -> serve(call, order, account, null);
        }
    }

    private void refuse(Call call, Refusal refusal) throws IOException {
        wording.refuse(call, refusal, refusal.message());
    }

    private void serve(Call call, Order order, Account account, @Nullable String key) throws IOException {
        if (conduct.outage() == Outage.WALLET_DISABLED) {
            refuse(call, Refusal.WALLET_DISABLED);
            return;
        }
        if (!order.item().inStock()) {
            refuse(call, Refusal.OUT_OF_STOCK);
            return;
        }
        play(script.next(order.behaviour(), order.recipient()), call, order, wish(order, account, key));
    }

    private void play(Behaviour behaviour, Call call, Order order, Wish wish) throws IOException {
        Purchase bought = null;
        for (Step step : behaviour.steps()) {
            switch (step) {
                case PAUSE -> {
                    if (!closing.pause(conduct.slowDelay())) {
                        call.hangUp();
                        return;
                    }
                }
                case BUY -> {
                    bought = buy(call, wish);
                    if (bought == null) {
                        return;
                    }
                }
            }
        }
        reply(behaviour, call, order, bought);
    }

    /** Null when nothing was bought, and the call has its answer. */
    private @Nullable Purchase buy(Call call, Wish wish) throws IOException {
        return switch (book.buy(wish, conduct.honoursIdempotency())) {
            case Sale.Bought now -> now.purchase();
            case Sale.Repeated before -> {
                repeat(call, before.original());
                yield null;
            }
            case Sale.NotCovered lacking -> {
                wording.refuse(
                        call,
                        Refusal.INSUFFICIENT_BALANCE,
                        "Wallet has %s USD, the order needs %s USD."
                                .formatted(lacking.available(), lacking.required()));
                yield null;
            }
        };
    }

    private void reply(Behaviour behaviour, Call call, Order order, @Nullable Purchase bought) throws IOException {
        switch (behaviour.reply()) {
            case Refusal refusal -> refuse(call, refusal);
            case Fault fault -> replies.send(call, fault);
            case Receipt manner -> {
                if (bought == null) {
                    throw new IllegalStateException(behaviour + " gives a receipt for nothing");
                }
                replies.send(call, manner, wording.receipt(bought, order.item().delivery()), wording);
            }
        }
    }

    private void repeat(Call call, Purchase original) throws IOException {
        Delivery delivery =
                catalog.find(original.wish().itemId()).map(Item::delivery).orElse(Delivery.NONE);
        call.header("Idempotent-Replayed", "true");
        call.answer(200, lookup.endsLater(original) ? lookup.order(original) : wording.receipt(original, delivery));
    }

    private Wish wish(Order order, Account account, @Nullable String key) {
        BigDecimal amount = order.item().costOf(order.pieces());
        return new Wish(
                account.name(),
                order.item().id(),
                order.pieces(),
                order.recipient(),
                order.item().price(),
                amount,
                Usd.ofBdt(amount, rate),
                key,
                order.externalRef(),
                order.behaviour().word());
    }

    private static ObjectNode problem(Invalid invalid) {
        ObjectNode problem = Call.problem(Refusal.VALIDATION, invalid.message());
        problem.putArray("errors")
                .addObject()
                .put("field", invalid.field())
                .put("code", invalid.code())
                .put("message", invalid.message());
        return problem;
    }
}
