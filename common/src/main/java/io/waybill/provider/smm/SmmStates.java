package io.waybill.provider.smm;

import io.waybill.provider.ProviderException;
import io.waybill.provider.PurchaseState;
import io.waybill.provider.PurchaseState.NotFound;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Asks a panel for its orders: {@code status} with {@code orders} for several, with {@code order} for one. */
final class SmmStates {
    static final int AT_ONCE = 100;

    private static final String STATUS = "status";

    private final Question question;
    private final String key;

    SmmStates(Question question, String key) {
        this.question = question;
        this.key = key;
    }

    Map<String, PurchaseState> ask(List<String> ids) throws ProviderException {
        Map<String, PurchaseState> states = new LinkedHashMap<>();
        for (String id : ids) {
            states.put(id, new NotFound("no id that can be asked for"));
        }
        List<String> askable =
                states.keySet().stream().filter(SmmJson::isOrderId).toList();
        if (askable.size() == 1) {
            states.put(askable.getFirst(), askForOne(askable.getFirst()));
        } else if (!askable.isEmpty()) {
            states.putAll(askForSeveral(askable));
        }
        return states;
    }

    private PurchaseState askForOne(String id) throws ProviderException {
        return question.ask(Map.of("order", id), 1, (status, said) -> {
            if (status != 200 || said == null || !said.isObject()) {
                throw SmmJson.refusal(STATUS, status, said, key);
            }
            if (!said.has(STATUS) && saysWhoMayNotAsk(said)) {
                throw SmmJson.refusal(STATUS, status, said, key);
            }
            return StateAnswer.state(said);
        });
    }

    /** Any other error may be one about the order alone: no order's answer makes its provider a failing one. */
    private static boolean saysWhoMayNotAsk(JsonNode said) {
        String error = SmmJson.error(said);
        return error != null && RefusalText.isAboutWhoAsks(error);
    }

    /** An empty map may have become an empty list on its way. */
    private Map<String, PurchaseState> askForSeveral(List<String> ids) throws ProviderException {
        return question.ask(Map.of("orders", String.join(",", ids)), ids.size(), (status, said) -> {
            boolean empty = said != null && said.isArray() && said.isEmpty();
            if (status != 200 || said == null || (!said.isObject() && !empty) || said.has("error")) {
                throw SmmJson.refusal(STATUS, status, said, key);
            }
            Map<String, PurchaseState> states = new LinkedHashMap<>();
            ids.forEach(id -> states.put(id, listed(said.get(id))));
            return states;
        });
    }

    private static PurchaseState listed(@Nullable JsonNode order) {
        if (order == null) {
            return new NotFound("not in the answer");
        }
        return order.isObject() ? StateAnswer.state(order) : new PurchaseState.Unclear("no object", "");
    }

    /** The action {@code status}, over HTTP. */
    @FunctionalInterface
    interface Question {
        /** @param orders how many orders the answer may hold, which bounds its size */
        <T> T ask(Map<String, String> fields, int orders, SmmProvider.Reader<T> reader) throws ProviderException;
    }
}
