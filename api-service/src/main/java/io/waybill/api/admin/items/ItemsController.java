package io.waybill.api.admin.items;

import io.waybill.account.Scope;
import io.waybill.api.admin.AdminDesk;
import io.waybill.api.admin.AdminDesk.Reason;
import io.waybill.api.admin.AdminWrite;
import io.waybill.api.admin.Done;
import io.waybill.api.http.Answer;
import io.waybill.api.http.Exchange;
import io.waybill.api.http.Page;
import io.waybill.api.input.Fields;
import io.waybill.api.input.PathIds;
import io.waybill.api.input.QueryParameters;
import io.waybill.api.security.Requires;
import io.waybill.audit.Facts;
import io.waybill.catalog.Source;
import io.waybill.error.Refusal;
import io.waybill.money.DisplayRate;
import io.waybill.settings.SettingsStore;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;

@Controller
final class ItemsController {
    private static final int MAX_SLUG = 100;

    private final AdminDesk desk;
    private final JdbcAdminItems items;
    private final AddItem addItem;
    private final ChangeItem changeItem;
    private final SettingsStore settings;

    ItemsController(
            AdminDesk desk, JdbcAdminItems items, AddItem addItem, ChangeItem changeItem, SettingsStore settings) {
        this.desk = desk;
        this.items = items;
        this.addItem = addItem;
        this.changeItem = changeItem;
        this.settings = settings;
    }

    @Requires(Scope.ADMIN_READ)
    @GetMapping("/api/admin/v1/items")
    Answer list(Exchange exchange) {
        QueryParameters parameters = new QueryParameters(exchange.request());
        int limit = parameters.limit();
        Long after = parameters.number("after");
        ItemQuery query = new ItemQuery(
                parameters.number("provider_id"),
                only(parameters.words("source", Source::ofWire)),
                only(parameters.words("active", ItemsController::truth)),
                parameters.text("category"),
                parameters.text("q"),
                only(parameters.words("price_changed", ItemsController::truth)),
                after == null ? Long.MAX_VALUE : after,
                limit + 1);
        parameters.requireNoErrors();
        return Page.of(items.list(query, rate()), limit, ItemView::itemId).answer("items");
    }

    /** One word is a filter, and several are none: they are all that there are. */
    private static <T> @Nullable T only(Set<T> words) {
        return words.size() == 1 ? words.iterator().next() : null;
    }

    private static Boolean truth(String word) {
        return switch (word) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException(word);
        };
    }

    @Requires(Scope.ADMIN_READ)
    @GetMapping("/api/admin/v1/items/{itemId}")
    Answer find(@PathVariable String itemId) {
        return items.find(PathIds.parse(itemId), rate())
                .<Answer>map(Answer::ok)
                .orElseGet(() -> Answer.refused(ItemSubject.unknown()));
    }

    @Requires(Scope.ADMIN_WRITE)
    @PostMapping("/api/admin/v1/items")
    Answer add(Exchange exchange) {
        AdminWrite write = desk.read(exchange, Reason.OPTIONAL);
        Fields fields = write.fields();
        Source source = fields.required("source", fields.word("source", Source::ofWire));
        if (source == Source.PROVIDER) {
            fields.wrong("source", "fixed", "must be stock or manual: items of a provider are imported");
        }
        String unit = fields.text("unit", 4);
        if (unit != null && !unit.equals("1") && !unit.equals("1000")) {
            fields.wrong("unit", "range", "must be \"1\" or \"1000\"");
        }
        String slug = fields.text("slug", MAX_SLUG);
        if (slug != null && !slug.matches("[a-z0-9]+(-[a-z0-9]+)*")) {
            fields.wrong("slug", "format", "must be small letters, digits and single hyphens between them");
        }
        ItemChange said = new ItemFields(fields).read();
        fields.required("name", said.words().name());
        fields.required("category", said.words().category());
        if (said.pricing() instanceof ItemChange.Pricing.Kept) {
            fields.required("price", fields.node("price_usd"));
        }
        write.requireNoErrors();
        return desk.carryOut(
                write,
                () -> added(
                        write,
                        addItem.add(Objects.requireNonNull(source), "1000".equals(unit) ? 1000 : 1, slug, said)));
    }

    private Done added(AdminWrite write, AddItem.Result result) {
        return switch (result) {
            case AddItem.Result.Refused(Refusal refusal) -> new Done.Refused(refusal);
            case AddItem.Result.Added(long id, ItemState item) ->
                Done.well(view(id), write.entry("item.add", ItemSubject.of(id), Facts.NONE, ItemFacts.of(item)));
        };
    }

    @Requires(Scope.ADMIN_WRITE)
    @PatchMapping("/api/admin/v1/items/{itemId}")
    Answer change(Exchange exchange, @PathVariable String itemId) {
        AdminWrite write = desk.read(exchange, Reason.OPTIONAL);
        ItemChange change = new ItemFields(write.fields()).read();
        write.requireNoErrors();
        long id = PathIds.parse(itemId);
        return desk.carryOut(write, () -> changed(write, id, changeItem.change(id, change)));
    }

    private Done changed(AdminWrite write, long id, ChangeItem.Result result) {
        return switch (result) {
            case ChangeItem.Result.Missing _ -> new Done.Refused(ItemSubject.unknown());
            case ChangeItem.Result.Refused(Refusal refusal) -> new Done.Refused(refusal);
            case ChangeItem.Result.Changed(ItemState before, ItemState after) ->
                Done.well(
                        view(id),
                        write.entry("item.change", ItemSubject.of(id), ItemFacts.of(before), ItemFacts.of(after)));
        };
    }

    private ItemView view(long id) {
        return items.find(id, rate()).orElseThrow();
    }

    private DisplayRate rate() {
        return settings.read().displayRate();
    }
}
