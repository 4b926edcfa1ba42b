package io.waybill.simulator;

import io.waybill.simulator.behaviour.Behaviour;
import io.waybill.simulator.behaviour.Refusal;
import io.waybill.simulator.book.Book;
import io.waybill.simulator.book.Purchase;
import io.waybill.simulator.book.Summary;
import io.waybill.simulator.book.Usd;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The simulator's own routes, for tests and operators in another process. They ask for no key and have no outages. */
final class OperatorApi {

    static final String BASE = "/simulator";

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final int MAX_BODY = 16 * 1024 * 1024;
    private static final int MAX_PAGE = 10_000;
    private static final int DEFAULT_PAGE = 1_000;

    private final ProviderSimulator simulator;
    private final Conduct conduct;

    OperatorApi(ProviderSimulator simulator, Conduct conduct) {
        this.simulator = simulator;
        this.conduct = conduct;
    }

    void serve(Call call) throws IOException {
        String path = call.path().substring(BASE.length());
        if (call.method().equals("GET")) {
            read(call, path);
        } else if (call.method().equals("POST")) {
            change(call, path);
        } else {
            StoreApi.notAllowed(call, "GET, POST");
        }
    }

    private void read(Call call, String path) throws IOException {
        switch (path) {
            case "/orders" -> orders(call);
            case "/summary" -> call.answer(200, summary());
            case "/behaviours" -> call.answer(200, behaviours());
            case "/settings" -> call.answer(200, settings());
            default -> call.answer(Refusal.NOT_FOUND);
        }
    }

    private void change(Call call, String path) throws IOException {
        JsonNode body = body(call);
        if (body == null || !body.isObject()) {
            call.answer(Refusal.VALIDATION, "The body is no JSON object, or too large.");
            return;
        }
        try {
            switch (path) {
                case "/catalog" -> call.answer(200, catalog(body));
                case "/outage" -> outage(call, body);
                case "/accounts" -> call.answer(200, account(body));
                case "/settings" -> call.answer(200, settings(body));
                default -> call.answer(Refusal.NOT_FOUND);
            }
        } catch (IllegalArgumentException | ArithmeticException | JacksonException wrong) {
            call.answer(Refusal.VALIDATION, String.valueOf(wrong.getMessage()));
        }
    }

    private void orders(Call call) throws IOException {
        Map<String, String> query = call.query();
        Book book = simulator.book();
        int limit = Math.clamp(number(query.get("limit"), DEFAULT_PAGE), 1, MAX_PAGE);
        String reference = query.get("reference");
        String recipient = query.get("recipient");
        long after = number(query.get("after"), 0);
        List<Purchase> found;
        if (reference != null) {
            found = book.purchasesUnder(reference);
        } else if (recipient != null) {
            found = book.purchasesFor(recipient);
        } else {
            found = book.purchasesAfter(after, limit + 1);
        }
        List<Purchase> page = found.stream()
                .filter(purchase -> purchase.orderId() > after)
                .filter(purchase -> recipient == null || purchase.recipient().equals(recipient))
                .limit(limit + 1L)
                .toList();
        call.answer(200, orders(page, limit));
    }

    private static ObjectNode orders(List<Purchase> page, int limit) {
        ObjectNode answer = JSON.createObjectNode().put("ok", true);
        ArrayNode orders = answer.putArray("orders");
        page.stream().limit(limit).forEach(purchase -> orders.add(BookJson.order(purchase)));
        boolean more = page.size() > limit;
        answer.put("has_more", more);
        if (more) {
            answer.put("next", page.get(limit - 1).orderId());
        } else {
            answer.putNull("next");
        }
        return answer;
    }

    private ObjectNode summary() {
        Summary summary = simulator.book().summary();
        return BookJson.summary(summary);
    }

    private static ObjectNode behaviours() {
        ObjectNode answer = JSON.createObjectNode().put("ok", true);
        ArrayNode words = answer.putArray("behaviours");
        for (Behaviour behaviour : Behaviour.values()) {
            words.addObject().put("word", behaviour.word()).put("description", behaviour.description());
        }
        return answer;
    }

    private ObjectNode catalog(JsonNode body) {
        CatalogOrders.carryOut(body, simulator.catalog());
        return JSON.createObjectNode()
                .put("ok", true)
                .put("items", simulator.catalog().items().size());
    }

    /** An outage that closes the port begins after the answer, which it would cut. */
    private void outage(Call call, JsonNode body) throws IOException {
        Outage outage = Outage.valueOf(body.path("outage").asString("").toUpperCase(Locale.ROOT));
        JsonNode seconds = body.path("seconds");
        ObjectNode answer = JSON.createObjectNode()
                .put("ok", true)
                .put("outage", outage.name().toLowerCase(Locale.ROOT));
        if (outage == Outage.REFUSED) {
            call.answer(200, answer);
            begin(outage, seconds);
        } else {
            begin(outage, seconds);
            call.answer(200, answer);
        }
    }

    private void begin(Outage outage, JsonNode seconds) {
        if (seconds.isNumber()) {
            simulator.outage(outage, Duration.ofMillis(Math.round(seconds.doubleValue() * 1000)));
        } else {
            simulator.outage(outage);
        }
    }

    private ObjectNode account(JsonNode body) {
        String account = body.path("account").asString(SimulatorOptions.DEFAULT_ACCOUNT);
        Book book = simulator.book();
        book.balance(account);
        if (body.has("add")) {
            book.adjust(account, Usd.of(body.path("add").asString("")));
        }
        return JSON.createObjectNode()
                .put("ok", true)
                .put("account", account)
                .put("balance", book.balance(account).toString());
    }

    private ObjectNode settings(JsonNode body) {
        if (body.has("honours_idempotency")) {
            conduct.honoursIdempotency(body.path("honours_idempotency").booleanValue());
        }
        if (body.has("slow_delay_ms")) {
            conduct.slowDelay(Duration.ofMillis(body.path("slow_delay_ms").longValue()));
        }
        return settings();
    }

    private ObjectNode settings() {
        return JSON.createObjectNode()
                .put("ok", true)
                .put("outage", conduct.outage().name().toLowerCase(Locale.ROOT))
                .put("honours_idempotency", conduct.honoursIdempotency())
                .put("slow_delay_ms", conduct.slowDelay().toMillis());
    }

    private static @Nullable JsonNode body(Call call) throws IOException {
        byte[] body = call.body(MAX_BODY);
        try {
            return body == null ? null : JSON.readTree(body);
        } catch (JacksonException _) {
            return null;
        }
    }

    private static long number(@Nullable String text, long absent) {
        return text != null && text.matches("[0-9]{1,18}") ? Long.parseLong(text) : absent;
    }
}
