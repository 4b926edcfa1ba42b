package io.waybill.api.admin.failures;

import io.waybill.account.Mode;
import io.waybill.api.admin.AdminWrite;
import io.waybill.api.input.Fields;
import io.waybill.order.Deliveries.Delivery;
import io.waybill.order.remedy.Remedy;
import io.waybill.order.remedy.RemedyOrders;
import io.waybill.order.remedy.RemedyOrders.Target;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What an admin asks to be done about failures. */
record ActionRequest(Remedy remedy, Selection selection, boolean dryRun) {
    private static final int MAX_PROVIDER_ORDER_ID = 200;
    private static final int MAX_CODES = 100;
    private static final int MAX_CODE = 500;
    private static final int MAX_MESSAGE = 2000;

    /** @throws io.waybill.api.http.RefusedException 400 if anything is wrong with the fields */
    static ActionRequest read(AdminWrite write) {
        Fields fields = write.fields();
        boolean dryRun = Boolean.TRUE.equals(fields.bool("dry_run"));
        if (!dryRun && (write.reason() == null || write.reason().isBlank())) {
            fields.required("reason", null);
        }
        Selection selection = selection(fields);
        Remedy remedy = remedy(fields);
        write.requireNoErrors();
        return new ActionRequest(Objects.requireNonNull(remedy), Objects.requireNonNull(selection), dryRun);
    }

    private static @Nullable Remedy remedy(Fields fields) {
        Remedy.Kind kind = fields.required("action", fields.word("action", Remedy.Kind::ofWire));
        Outcome outcome = fields.word("outcome", Outcome::ofWire);
        String providerOrderId = fields.text("provider_order_id", MAX_PROVIDER_ORDER_ID);
        Delivery delivery = delivery(fields);
        if (kind == Remedy.Kind.RESOLVE) {
            fields.required("outcome", outcome);
        } else if (outcome != null) {
            fields.wrong("outcome", "unexpected", "goes with the action resolve only");
        }
        if (outcome != Outcome.BOUGHT && (providerOrderId != null || delivery != null)) {
            String field = delivery == null ? "provider_order_id" : "delivery";
            fields.wrong(field, "unexpected", "goes with the outcome bought only");
        }
        return kind == null ? null : remedy(kind, outcome, providerOrderId, delivery);
    }

    private static Remedy remedy(
            Remedy.Kind kind,
            @Nullable Outcome outcome,
            @Nullable String providerOrderId,
            @Nullable Delivery delivery) {
        return switch (kind) {
            case RETRY -> new Remedy.Retry();
            case REFUND -> new Remedy.Refund();
            case REORDER -> new Remedy.Reorder();
            case RESOLVE ->
                outcome == Outcome.BOUGHT
                        ? new Remedy.ResolveBought(providerOrderId, delivery)
                        : new Remedy.ResolveNotBought();
        };
    }

    private static @Nullable Delivery delivery(Fields fields) {
        JsonNode node = fields.node("delivery");
        if (node == null) {
            return null;
        }
        if (!(node instanceof ObjectNode object)) {
            fields.wrong("delivery", "type", "must be an object");
            return null;
        }
        Fields parts = new Fields(object);
        List<String> codes = parts.list("codes", MAX_CODES, MAX_CODE);
        String message = parts.text("message", MAX_MESSAGE);
        adopt(parts, "delivery", fields);
        if ((codes == null || codes.isEmpty()) && message == null) {
            fields.wrong("delivery", "required", "has codes, a message, or both");
        }
        return new Delivery(codes == null ? List.of() : codes, message);
    }

    /** What is meant for one order must not be done to several. */
    private static @Nullable Selection selection(Fields fields) {
        JsonNode ids = fields.node("order_ids");
        JsonNode query = fields.node("query");
        Long version = fields.integer("version", 1, Integer.MAX_VALUE);
        if ((ids == null) == (query == null)) {
            fields.wrong("order_ids", "required", "say either order_ids or query");
            return null;
        }
        boolean forOne = ids != null && ids.size() == 1;
        for (String name : List.of("version", "provider_order_id", "delivery")) {
            if (fields.node(name) != null && !forOne) {
                fields.wrong(name, "unexpected", "goes with exactly one order_id only");
            }
        }
        return ids == null ? matching(fields, Objects.requireNonNull(query)) : named(fields, ids, version);
    }

    private static Selection named(Fields fields, JsonNode ids, @Nullable Long version) {
        Set<Long> orders = new LinkedHashSet<>();
        boolean numbers = ids.isArray();
        for (JsonNode id : ids) {
            numbers &= id.isIntegralNumber() && id.canConvertToLong();
            orders.add(numbers ? id.longValue() : 0);
        }
        if (!numbers) {
            fields.wrong("order_ids", "type", "must be a list of whole numbers");
        } else if (orders.isEmpty() || ids.size() > RemedyOrders.MAX_ORDERS) {
            fields.wrong("order_ids", "range", "must name 1 to " + RemedyOrders.MAX_ORDERS + " orders");
        }
        Integer expected = version == null ? null : version.intValue();
        return new Selection.Named(
                orders.stream().map(id -> new Target(id, expected)).toList());
    }

    /** Live orders, unless it says test: amounts of both are never added. */
    private static @Nullable Selection matching(Fields fields, JsonNode node) {
        if (!(node instanceof ObjectNode object)) {
            fields.wrong("query", "type", "must be an object");
            return null;
        }
        Fields query = new Fields(object);
        Cause cause = query.word("cause", Cause::ofWire);
        Long provider = query.integer("provider_id", 1, Long.MAX_VALUE);
        Long item = query.integer("item_id", 1, Long.MAX_VALUE);
        Long account = query.integer("account_id", 1, Long.MAX_VALUE);
        Mode mode = query.word("mode", Mode::ofWire);
        Long after = after(query);
        adopt(query, "query", fields);
        if (cause == null && provider == null && item == null && account == null) {
            fields.wrong("query", "required", "must name a cause, provider_id, item_id or account_id");
        }
        FailureFilter filter = new FailureFilter(
                cause == null ? Set.of() : Set.of(cause),
                provider,
                item,
                account,
                Set.of(mode == null ? Mode.LIVE : mode),
                null,
                null);
        return new Selection.Matching(filter, after == null ? 0 : after);
    }

    /** The text of an earlier answer, or the number that it is. */
    private static @Nullable Long after(Fields query) {
        JsonNode node = query.node("after");
        if (node == null) {
            return null;
        }
        String text = node.isString() || node.isIntegralNumber() ? node.asString() : "";
        if (!text.matches("[0-9]{1,18}")) {
            query.wrong("after", "format", "must be the `next` of an earlier answer");
            return null;
        }
        return Long.valueOf(text);
    }

    /** A misspelt filter would be no filter: here, what is not known is refused. */
    private static void adopt(Fields part, String name, Fields fields) {
        part.errors().forEach(error -> fields.wrong(name + "." + error.field(), error.code(), error.message()));
        part.warnings().forEach(warning -> fields.wrong(name, "unknown", warning));
    }

    /** What a person knows. */
    private enum Outcome {
        BOUGHT,
        NOT_BOUGHT;

        static Outcome ofWire(String word) {
            return switch (word) {
                case "bought" -> BOUGHT;
                case "not_bought" -> NOT_BOUGHT;
                default -> throw new IllegalArgumentException("no outcome");
            };
        }
    }
}
