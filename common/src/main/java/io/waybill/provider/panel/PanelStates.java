package io.waybill.provider.panel;

import io.waybill.provider.ProviderException;
import io.waybill.provider.PurchaseState;
import io.waybill.provider.http.ProviderHttp;
import io.waybill.provider.http.ProviderJson;
import java.io.InputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Asks a panel for its orders: {@code GET /orders?ids=} for several, {@code GET /orders/{id}} for one, for an id that
 * does not fit into a list, and where the panel has no list.
 */
final class PanelStates {
    static final int AT_ONCE = 100;

    /** What can stand in a list that is separated by commas. */
    private static final Pattern LISTABLE = Pattern.compile("[A-Za-z0-9_-]{1,60}");

    /** A path of dots is another path. */
    private static final Pattern DOTS = Pattern.compile("\\.{1,2}");

    private static final Set<Integer> NO_SUCH_ROUTE = Set.of(404, 405);

    private final Question question;

    PanelStates(Question question) {
        this.question = question;
    }

    Map<String, PurchaseState> ask(List<String> ids) throws ProviderException {
        Map<String, PurchaseState> states = new LinkedHashMap<>();
        List<String> listable = ids.stream()
                .filter(id -> LISTABLE.matcher(id).matches())
                .distinct()
                .toList();
        if (listable.size() > 1) {
            askForList(listable).ifPresent(states::putAll);
        }
        for (String id : ids) {
            if (!states.containsKey(id)) {
                states.put(id, askForOne(id));
            }
        }
        return states;
    }

    /** Empty if the panel has no such list. */
    private Optional<Map<String, PurchaseState>> askForList(List<String> ids) throws ProviderException {
        String path = "/orders?ids=" + String.join(",", ids) + "&limit=" + 2 * AT_ONCE;
        return question.ask(path, ids.size(), (status, _, body) -> {
            JsonNode said = ProviderJson.object(body).orElse(null);
            if (NO_SUCH_ROUTE.contains(status)) {
                return Optional.empty();
            }
            if (status != 200
                    || said == null
                    || !StateAnswer.says(said, true)
                    || !said.path("orders").isArray()) {
                throw refusal("GET /orders", status, said);
            }
            return Optional.of(listed(ids, said.path("orders")));
        });
    }

    private static Map<String, PurchaseState> listed(List<String> ids, JsonNode orders) {
        Map<String, List<JsonNode>> byId = new HashMap<>();
        for (JsonNode order : orders) {
            String id = order.isObject() ? StateAnswer.orderId(order) : null;
            if (id != null) {
                byId.computeIfAbsent(id, _ -> new ArrayList<>()).add(order);
            }
        }
        Map<String, PurchaseState> states = new HashMap<>();
        for (String id : ids) {
            List<JsonNode> found = byId.getOrDefault(id, List.of());
            states.put(
                    id,
                    switch (found.size()) {
                        case 0 -> new PurchaseState.NotFound("not in the list that was answered");
                        case 1 -> StateAnswer.state(found.getFirst());
                        default -> new PurchaseState.Unclear("listed " + found.size() + " times", "");
                    });
        }
        return states;
    }

    private PurchaseState askForOne(String id) throws ProviderException {
        if (DOTS.matcher(id).matches()) {
            return new PurchaseState.NotFound("no id that can be asked for");
        }
        return question.ask("/orders/" + encoded(id), 1, (status, _, body) -> one(id, status, body));
    }

    private static PurchaseState one(String id, int status, InputStream body) throws ProviderException {
        JsonNode said = ProviderJson.object(body).orElse(null);
        if (status == 404) {
            return StateAnswer.notFound(status, said);
        }
        if (status != 200 || said == null || !StateAnswer.says(said, true)) {
            throw refusal("GET /orders/{id}", status, said);
        }
        return id.equals(StateAnswer.orderId(said))
                ? StateAnswer.state(said)
                : new PurchaseState.Unclear("the answer is about another order", "");
    }

    static String encoded(String id) {
        return URLEncoder.encode(id, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static ProviderException refusal(String what, int status, @Nullable JsonNode said) {
        return PanelProvider.refusal(what, status, said == null ? null : ProviderJson.word(said.get("error")));
    }

    /** A question that changes nothing, over HTTP. */
    @FunctionalInterface
    interface Question {
        /** @param orders how many orders the answer may hold, which bounds its size */
        <T> T ask(String path, int orders, ProviderHttp.Reader<T> reader) throws ProviderException;
    }
}
