package io.waybill.api.admin.items.rises;

import io.waybill.account.Scope;
import io.waybill.api.admin.AdminDesk;
import io.waybill.api.admin.AdminDesk.Reason;
import io.waybill.api.admin.AdminWrite;
import io.waybill.api.admin.Done;
import io.waybill.api.admin.items.ItemSubject;
import io.waybill.api.admin.items.rises.AcceptRises.Skipped;
import io.waybill.api.http.Answer;
import io.waybill.api.http.Exchange;
import io.waybill.api.input.Fields;
import io.waybill.api.security.Requires;
import io.waybill.audit.AuditEntry;
import io.waybill.audit.Facts;
import io.waybill.money.Usd;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PostMapping;
import tools.jackson.databind.JsonNode;

@Controller
final class PriceChangesController {
    private static final int MAX_ITEMS = 10_000;
    private static final int MAX_SKIPPED_SHOWN = 100;

    private final AdminDesk desk;
    private final AcceptRises acceptRises;

    PriceChangesController(AdminDesk desk, AcceptRises acceptRises) {
        this.desk = desk;
        this.acceptRises = acceptRises;
    }

    @Requires(Scope.ADMIN_WRITE)
    @PostMapping("/api/admin/v1/items/price-changes")
    Answer accept(Exchange exchange) {
        AdminWrite write = desk.read(exchange, Reason.OPTIONAL);
        Fields fields = write.fields();
        List<Long> itemIds = itemIds(fields);
        Long providerId = fields.integer("provider_id", 1, Long.MAX_VALUE);
        if (fields.errors().isEmpty() && (itemIds == null) == (providerId == null)) {
            fields.wrong("item_ids", "required", "say either item_ids or provider_id");
        }
        write.requireNoErrors();
        return desk.carryOut(write, () -> accept(write, itemIds, providerId));
    }

    private static @Nullable List<Long> itemIds(Fields fields) {
        JsonNode list = fields.node("item_ids");
        if (list == null) {
            return null;
        }
        if (!list.isArray() || list.isEmpty() || list.size() > MAX_ITEMS) {
            fields.wrong("item_ids", "range", "must be a list of 1 to " + MAX_ITEMS + " ids");
            return null;
        }
        List<Long> ids = new ArrayList<>(list.size());
        for (JsonNode id : list) {
            if (!id.isIntegralNumber() || !id.canConvertToLong()) {
                fields.wrong("item_ids", "type", "must be a list of whole numbers");
                return null;
            }
            ids.add(id.longValue());
        }
        return ids.stream().distinct().toList();
    }

    private Done accept(AdminWrite write, @Nullable List<Long> itemIds, @Nullable Long providerId) {
        return accepted(
                write,
                itemIds != null
                        ? acceptRises.ofItems(itemIds)
                        : acceptRises.ofProvider(providerId == null ? 0 : providerId, MAX_ITEMS));
    }

    private static Done accepted(AdminWrite write, AcceptRises.Result result) {
        List<AuditEntry> entries = new ArrayList<>(result.accepted().stream()
                .map(rise -> write.entry(
                        "item.accept_price",
                        ItemSubject.of(rise.itemId()),
                        facts(rise.price(), rise.cost()),
                        facts(rise.pendingPrice(), rise.pendingCost())))
                .toList());
        if (entries.isEmpty()) {
            entries.add(write.entry("item.accept_price", "item:none", Facts.NONE, Facts.of("accepted", 0)));
        }
        List<Skipped> shown = result.skipped().stream().limit(MAX_SKIPPED_SHOWN).toList();
        return Done.well(
                new Accepted(true, result.accepted().size(), result.skipped().size(), shown, result.more()), entries);
    }

    private static Facts facts(Usd price, Usd cost) {
        return Facts.of("price_usd", price.toLongString()).and("cost_usd", cost.toLongString());
    }

    /** @param hasMore whether further rises of the provider wait: ask again */
    private record Accepted(boolean ok, int accepted, int skipped, List<Skipped> skips, boolean hasMore) {}
}
