package io.waybill.provider.panel;

import io.waybill.provider.ProviderAccount;
import io.waybill.provider.Purchase;
import io.waybill.provider.http.Evidence;
import io.waybill.provider.http.ProviderJson;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** What of a purchase at a panel, and of the answer to it, a person may see. */
final class PanelEvidence {
    private static final Set<String> HARMLESS = Set.of(
            "ok",
            "order_id",
            "status",
            "amount",
            "currency",
            "error",
            "charged",
            "charged_usd",
            "retry",
            "final",
            "version",
            "mode",
            "created_at",
            "request_id",
            "balance_after",
            "details",
            "required",
            "available",
            "errors",
            "field");

    /** Words of a refusal, which delivers nothing. */
    private static final Set<String> HARMLESS_IN_REFUSALS = Set.of("message", "code");

    private PanelEvidence() {}

    static Evidence of(Purchase purchase, ProviderAccount account) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("item_id", purchase.externalId());
        if (purchase.playerId() != null) {
            body.put("player_id", Evidence.masked(purchase.playerId()));
        }
        Map<String, String> checkout = new LinkedHashMap<>();
        purchase.checkout().forEach((name, value) -> checkout.put(name, Evidence.masked(value)));
        body.put("checkout", checkout);
        body.put("quantity", purchase.quantity());
        String request = "POST orders " + ProviderJson.mapper().writeValueAsString(body) + " Idempotency-Key: "
                + purchase.reference();
        return Evidence.of(purchase, account, request, HARMLESS, HARMLESS_IN_REFUSALS);
    }
}
