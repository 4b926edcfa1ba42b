package io.waybill.api.admin.upstream;

import io.waybill.account.Scope;
import io.waybill.api.admin.AdminDesk;
import io.waybill.api.admin.AdminDesk.Reason;
import io.waybill.api.admin.AdminWrite;
import io.waybill.api.admin.upstream.OnRecord.Outcome;
import io.waybill.api.http.Answer;
import io.waybill.api.http.Exchange;
import io.waybill.api.http.Page;
import io.waybill.api.input.Fields;
import io.waybill.api.input.PathIds;
import io.waybill.api.input.QueryParameters;
import io.waybill.api.security.Requires;
import io.waybill.audit.Facts;
import io.waybill.error.Refusal;
import io.waybill.provider.Provider.Balance;
import io.waybill.provider.upkeep.catalog.CatalogRun;
import io.waybill.provider.upkeep.catalog.Wanted;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import tools.jackson.databind.JsonNode;

@Controller
final class UpstreamController {
    private static final int MAX_SELECTED = 10_000;
    private static final int MAX_EXTERNAL_ID = 255;

    private final AdminDesk desk;
    private final TestProvider testProvider;
    private final BrowseCatalog browseCatalog;
    private final ImportItems importItems;
    private final OnRecord onRecord;

    UpstreamController(
            AdminDesk desk,
            TestProvider testProvider,
            BrowseCatalog browseCatalog,
            ImportItems importItems,
            OnRecord onRecord) {
        this.desk = desk;
        this.testProvider = testProvider;
        this.browseCatalog = browseCatalog;
        this.importItems = importItems;
        this.onRecord = onRecord;
    }

    @Requires(Scope.ADMIN_WRITE)
    @PostMapping("/api/admin/v1/providers/{providerId}/test")
    Answer test(Exchange exchange, @PathVariable String providerId) {
        AdminWrite write = desk.read(exchange, Reason.OPTIONAL);
        write.requireNoErrors();
        long id = PathIds.parse(providerId);
        return onRecord.ask(write, "provider.test", id, Facts.NONE, () -> switch (testProvider.test(id)) {
            case TestProvider.Result.Refused(Refusal refusal) -> new Outcome.Failed(refusal);
            case TestProvider.Result.Answered(Balance balance) -> tested(balance);
        });
    }

    private static Outcome tested(Balance balance) {
        Tested tested = new Tested(true, balance.amount().toPlainString(), balance.currency());
        return new Outcome.Carried(tested, Facts.of("balance", tested.balance()).and("currency", tested.currency()));
    }

    @Requires(Scope.ADMIN_READ)
    @GetMapping("/api/admin/v1/providers/{providerId}/catalog")
    Answer catalog(Exchange exchange, @PathVariable String providerId) {
        QueryParameters query = new QueryParameters(exchange.request());
        String words = query.text("q");
        String after = query.text("after");
        int limit = query.limit();
        query.requireNoErrors();
        return switch (browseCatalog.page(PathIds.parse(providerId), words, after, limit + 1)) {
            case BrowseCatalog.Result.Refused(Refusal refusal) -> Answer.refused(refusal);
            case BrowseCatalog.Result.Rows(List<CatalogRowView> rows) ->
                Page.of(rows, limit, CatalogRowView::externalId).answer("catalog");
        };
    }

    @Requires(Scope.ADMIN_WRITE)
    @PostMapping("/api/admin/v1/providers/{providerId}/import")
    Answer importItems(Exchange exchange, @PathVariable String providerId) {
        AdminWrite write = desk.read(exchange, Reason.OPTIONAL);
        Wanted readable = wanted(write.fields());
        write.requireNoErrors();
        Wanted wanted = Objects.requireNonNull(readable);
        long id = PathIds.parse(providerId);
        Facts asked = Facts.of("selected", selected(wanted));
        return onRecord.ask(write, "provider.import", id, asked, () -> switch (importItems.run(id, wanted)) {
            case ImportItems.Result.Refused(Refusal refusal) -> new Outcome.Failed(refusal);
            case ImportItems.Result.Imported(long runId, CatalogRun run) -> imported(id, runId, run, wanted);
        });
    }

    private static @Nullable Wanted wanted(Fields fields) {
        JsonNode select = fields.required("select", fields.node("select"));
        if (select == null) {
            return null;
        }
        if (select.isString() && select.stringValue().equals("all")) {
            return new Wanted.Everything();
        }
        List<String> ids = select.isArray() ? fields.list("select", MAX_SELECTED, MAX_EXTERNAL_ID) : List.of();
        if (ids != null && ids.isEmpty()) {
            fields.wrong("select", "type", "must be \"all\" or a list of 1 to " + MAX_SELECTED + " external ids");
        }
        return ids == null ? null : new Wanted.Rows(Set.copyOf(ids));
    }

    private static Object selected(Wanted wanted) {
        return wanted instanceof Wanted.Rows(Set<String> ids) ? ids.size() : "all";
    }

    private static Outcome imported(long id, long runId, CatalogRun run, Wanted wanted) {
        return new Outcome.Carried(
                Imported.of(id, runId, run),
                Facts.of("run_id", runId)
                        .and("selected", selected(wanted))
                        .and("created", run.created())
                        .and("updated", run.updated())
                        .and("unchanged", run.unchanged())
                        .and("removed", run.removed())
                        .and("skipped", run.skipped()));
    }

    private record Tested(boolean ok, String balance, String currency) {}

    /** @param skips the first rows that were left out, with the reasons */
    private record Imported(
            boolean ok,
            long providerId,
            long runId,
            int created,
            int updated,
            int unchanged,
            int removed,
            int skipped,
            int priceUp,
            int priceDown,
            int waiting,
            int openOrders,
            List<Skip> skips) {
        static Imported of(long providerId, long runId, CatalogRun run) {
            return new Imported(
                    true,
                    providerId,
                    runId,
                    run.created(),
                    run.updated(),
                    run.unchanged(),
                    run.removed(),
                    run.skipped(),
                    run.priceUp(),
                    run.priceDown(),
                    run.waiting(),
                    run.openOrders(),
                    run.skips().stream()
                            .map(skip -> new Skip(skip.externalId(), skip.reason()))
                            .toList());
        }
    }

    private record Skip(String externalId, String reason) {}
}
