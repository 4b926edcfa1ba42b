package io.waybill.api.admin.items.codes;

import io.waybill.account.Mode;
import io.waybill.account.Scope;
import io.waybill.api.admin.AdminDesk;
import io.waybill.api.admin.AdminDesk.Reason;
import io.waybill.api.admin.AdminWrite;
import io.waybill.api.admin.Done;
import io.waybill.api.admin.items.ItemSubject;
import io.waybill.api.http.Answer;
import io.waybill.api.http.Exchange;
import io.waybill.api.input.Fields;
import io.waybill.api.input.PathIds;
import io.waybill.api.security.Requires;
import io.waybill.audit.Facts;
import io.waybill.catalog.CheckoutRules;
import io.waybill.catalog.Source;
import io.waybill.error.Refusal;
import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import tools.jackson.databind.JsonNode;

@Controller
final class StockController {
    private static final int MAX_CODES = 10_000;
    private static final int MAX_CODE = 255;
    private static final int MAX_ERRORS = 20;

    private final AdminDesk desk;
    private final AddCodes addCodes;

    StockController(AdminDesk desk, AddCodes addCodes) {
        this.desk = desk;
        this.addCodes = addCodes;
    }

    @Requires(Scope.ADMIN_WRITE)
    @PostMapping("/api/admin/v1/items/{itemId}/codes")
    Answer add(Exchange exchange, @PathVariable String itemId) {
        AdminWrite write = desk.read(exchange, Reason.OPTIONAL);
        List<String> codes = codes(write.fields());
        Mode said = write.fields().word("mode", Mode::ofWire);
        write.requireNoErrors();
        long id = PathIds.parse(itemId);
        Mode mode = said == null ? Mode.LIVE : said;
        return desk.carryOut(write, () -> added(write, id, mode, addCodes.add(id, mode, codes)));
    }

    /** White space around a code is none of it; what is wrong names the place, and never the code. */
    private static List<String> codes(Fields fields) {
        JsonNode list = fields.required("codes", fields.node("codes"));
        List<String> codes = new ArrayList<>();
        if (list == null) {
            return codes;
        }
        if (!list.isArray() || list.isEmpty() || list.size() > MAX_CODES) {
            fields.wrong("codes", "range", "must be a list of 1 to " + MAX_CODES + " codes");
            return codes;
        }
        for (int i = 0; i < list.size() && fields.errors().size() < MAX_ERRORS; i++) {
            String code = list.get(i).isString() ? list.get(i).stringValue().strip() : "";
            if (code.isEmpty() || code.length() > MAX_CODE || !CheckoutRules.isPlainText(code)) {
                fields.wrong(
                        "codes[" + i + "]",
                        "format",
                        "must be a text of 1 to " + MAX_CODE + " characters, none of them a control character");
            }
            codes.add(code);
        }
        return codes;
    }

    private static Done added(AdminWrite write, long id, Mode mode, AddCodes.Result result) {
        return switch (result) {
            case AddCodes.Result.Missing _ -> new Done.Refused(ItemSubject.unknown());
            case AddCodes.Result.NotStocked(Source source) ->
                new Done.Refused(Refusal.invalid(
                        "item_id",
                        "source",
                        "the item is of source " + source.wire() + ": only stock items have codes"));
            case AddCodes.Result.Added(int added, List<Integer> duplicates) ->
                Done.well(
                        new Added(true, id, mode.wire(), added, duplicates.size(), duplicates),
                        write.entry(
                                "item.add_codes",
                                ItemSubject.of(id),
                                Facts.NONE,
                                Facts.of("mode", mode.wire())
                                        .and("added", added)
                                        .and("duplicates", duplicates.size())));
        };
    }

    private record Added(
            boolean ok, long itemId, String mode, int added, int duplicates, List<Integer> duplicatePositions) {}
}
