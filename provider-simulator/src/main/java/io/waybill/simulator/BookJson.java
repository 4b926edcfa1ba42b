package io.waybill.simulator;

import io.waybill.simulator.book.Purchase;
import io.waybill.simulator.book.Summary;
import io.waybill.simulator.book.Wish;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The book as the operator's routes show it. */
final class BookJson {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final int MAX_NAMED = 1_000;

    private BookJson() {}

    static ObjectNode order(Purchase purchase) {
        Wish wish = purchase.wish();
        return JSON.createObjectNode()
                .put("order_id", purchase.orderId())
                .put("at", purchase.at().toString())
                .put("account", wish.account())
                .put("item_id", wish.itemId())
                .put("quantity", wish.quantity())
                .put("recipient", wish.recipient())
                .put("price", wish.price().toPlainString())
                .put("amount", wish.amount().toPlainString())
                .put("currency", "BDT")
                .put("charged_usd", wish.charge().toString())
                .put("idempotency_key", wish.idempotencyKey())
                .put("external_ref", wish.externalRef())
                .put("behaviour", wish.behaviour());
    }

    /** Counts are whole; of what was bought more than once, at most 1,000 are named. */
    static ObjectNode summary(Summary summary) {
        ObjectNode answer = JSON.createObjectNode()
                .put("ok", true)
                .put("purchases", summary.purchases())
                .put("distinct_references", summary.distinctReferences())
                .put("without_reference", summary.withoutReference())
                .put("distinct_recipients", summary.distinctRecipients())
                .put(
                        "recipients_bought_more_than_once",
                        summary.recipientsBoughtMoreThanOnce().size())
                .put(
                        "references_bought_more_than_once",
                        summary.referencesBoughtMoreThanOnce().size());
        name(answer.putObject("recipients"), summary.recipientsBoughtMoreThanOnce());
        name(answer.putObject("references"), summary.referencesBoughtMoreThanOnce());
        answer.put("spent_usd", summary.spent().toString());
        ObjectNode balances = answer.putObject("balances");
        summary.balances().forEach((account, balance) -> balances.put(account, balance.toString()));
        return answer;
    }

    private static void name(ObjectNode names, Map<String, Integer> several) {
        several.entrySet().stream().limit(MAX_NAMED).forEach(entry -> names.put(entry.getKey(), entry.getValue()));
    }
}
