package io.waybill.api.admin.providers;

import io.waybill.account.Scope;
import io.waybill.api.admin.AdminDesk;
import io.waybill.api.admin.AdminDesk.Reason;
import io.waybill.api.admin.AdminWrite;
import io.waybill.api.admin.Done;
import io.waybill.api.http.Answer;
import io.waybill.api.http.Exchange;
import io.waybill.api.http.Page;
import io.waybill.api.input.PathIds;
import io.waybill.api.input.QueryParameters;
import io.waybill.api.security.Requires;
import io.waybill.audit.Facts;
import io.waybill.error.Refusal;
import io.waybill.provider.Adapter;
import io.waybill.provider.Capability;
import io.waybill.provider.ProviderRegister;
import io.waybill.provider.ProviderSettings;
import java.net.URI;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;

@Controller
final class ProvidersController {
    private final AdminDesk desk;
    private final ProviderRegister register;
    private final ChangeProvider changeProvider;
    private final JdbcProviderViews views;
    private final Map<String, Set<Capability>> protocols;

    ProvidersController(
            AdminDesk desk,
            ProviderRegister register,
            ChangeProvider changeProvider,
            JdbcProviderViews views,
            Collection<Adapter> adapters) {
        this.desk = desk;
        this.register = register;
        this.changeProvider = changeProvider;
        this.views = views;
        this.protocols =
                adapters.stream().collect(Collectors.toUnmodifiableMap(Adapter::protocol, Adapter::capabilities));
    }

    @Requires(Scope.ADMIN_READ)
    @GetMapping("/api/admin/v1/providers")
    Answer list(Exchange exchange) {
        QueryParameters query = new QueryParameters(exchange.request());
        int limit = query.limit();
        Long after = query.number("after");
        query.requireNoErrors();
        List<ProviderView> found = views.newest(after == null ? Long.MAX_VALUE : after, limit + 1);
        return Page.of(found, limit, ProviderView::providerId).answer("providers");
    }

    @Requires(Scope.ADMIN_READ)
    @GetMapping("/api/admin/v1/providers/{providerId}")
    Answer find(@PathVariable String providerId) {
        long id = PathIds.parse(providerId);
        return views.find(id).<Answer>map(Answer::ok).orElseGet(() -> Answer.refused(UnknownProvider.refusal()));
    }

    @Requires(Scope.ADMIN_WRITE)
    @PostMapping("/api/admin/v1/providers")
    Answer add(Exchange exchange) {
        AdminWrite write = desk.read(exchange, Reason.OPTIONAL);
        ProviderFields fields = new ProviderFields(write.fields(), protocols);
        ProviderSettings settings = fields.changed(ProviderFields.NEW);
        String key = fields.apiKey();
        fields.requireAll();
        write.requireNoErrors();
        return desk.carryOut(write, () -> add(write, settings, Objects.requireNonNull(key)));
    }

    private Done add(AdminWrite write, ProviderSettings settings, String key) {
        OptionalLong added = register.add(settings, key);
        if (added.isEmpty()) {
            return new Done.Refused(nameTaken());
        }
        long id = added.getAsLong();
        return Done.well(
                views.find(id).orElseThrow(),
                write.entry("provider.add", ProviderFacts.subject(id), Facts.NONE, ProviderFacts.of(settings)));
    }

    @Requires(Scope.ADMIN_WRITE)
    @PatchMapping("/api/admin/v1/providers/{providerId}")
    Answer change(Exchange exchange, @PathVariable String providerId) {
        AdminWrite write = desk.read(exchange, Reason.OPTIONAL);
        ProviderFields fields = new ProviderFields(write.fields(), protocols);
        // Read once before anything is looked for, so that a bad field is told first, and again onto what is there.
        fields.changed(ProviderFields.NEW);
        String newKey = fields.apiKey();
        write.requireNoErrors();
        long id = PathIds.parse(providerId);
        return desk.carryOut(write, () -> change(write, fields, id, newKey));
    }

    private Done change(AdminWrite write, ProviderFields fields, long id, @Nullable String newKey) {
        ChangeProvider.Result result = changeProvider.change(
                id,
                before -> {
                    ProviderSettings after = fields.changed(before);
                    if (newKey == null && !isSameServer(before.baseUrl(), after.baseUrl())) {
                        write.fields()
                                .wrong(
                                        "api_key",
                                        "required",
                                        "is required with another server, or it would get the kept key");
                    }
                    write.requireNoErrors();
                    return after;
                },
                newKey);
        return switch (result) {
            case ChangeProvider.Result.Missing _ -> new Done.Refused(UnknownProvider.refusal());
            case ChangeProvider.Result.NameTaken _ -> new Done.Refused(nameTaken());
            case ChangeProvider.Result.Changed(ProviderSettings before, ProviderSettings after) ->
                Done.well(
                        views.find(id).orElseThrow(),
                        write.entry(
                                "provider.change",
                                ProviderFacts.subject(id),
                                ProviderFacts.of(before),
                                ProviderFacts.of(after).and("api_key", newKey == null ? null : "replaced")));
        };
    }

    /** Whoever may change a provider must not thereby have its key sent to a server of theirs. */
    private static boolean isSameServer(URI one, URI other) {
        return one.getScheme().equalsIgnoreCase(other.getScheme())
                && one.getHost().equalsIgnoreCase(other.getHost())
                && one.getPort() == other.getPort();
    }

    private static Refusal nameTaken() {
        return Refusal.invalid("name", "taken", "another provider has it");
    }
}
