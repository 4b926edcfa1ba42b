package io.waybill.api.admin.settings;

import io.waybill.account.Scope;
import io.waybill.api.admin.AdminDesk;
import io.waybill.api.admin.AdminWrite;
import io.waybill.api.http.Answer;
import io.waybill.api.http.Exchange;
import io.waybill.api.http.Page;
import io.waybill.api.input.QueryParameters;
import io.waybill.api.products.Showcase;
import io.waybill.api.security.Requires;
import io.waybill.money.Decimals;
import io.waybill.settings.SettingsStore;
import io.waybill.settings.SettingsStore.Rate;
import java.time.Instant;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;

@Controller
final class SettingsController {
    private final AdminDesk desk;
    private final SettingsStore settings;
    private final ChangeSettings changeSettings;
    private final Showcase showcase;

    SettingsController(AdminDesk desk, SettingsStore settings, ChangeSettings changeSettings, Showcase showcase) {
        this.desk = desk;
        this.settings = settings;
        this.changeSettings = changeSettings;
        this.showcase = showcase;
    }

    @Requires(Scope.ADMIN_READ)
    @GetMapping("/api/admin/v1/settings")
    Answer settings() {
        return Answer.ok(SettingsView.of(settings.read()));
    }

    @Requires(Scope.ADMIN_WRITE)
    @PatchMapping("/api/admin/v1/settings")
    Answer change(Exchange exchange) {
        AdminWrite write = desk.read(exchange, AdminDesk.Reason.OPTIONAL);
        SettingsChange change = new SettingsFields(write).change();
        Answer answer = desk.carryOut(write, () -> changeSettings.change(write.author(), change));
        showcase.catchUp();
        return answer;
    }

    @Requires(Scope.ADMIN_READ)
    @GetMapping("/api/admin/v1/settings/rates")
    Answer rates(Exchange exchange) {
        QueryParameters query = new QueryParameters(exchange.request());
        String currency = query.text("currency");
        Long after = query.number("after");
        int limit = query.limit();
        query.requireNoErrors();
        return Page.of(settings.rates(currency, after, limit + 1), limit, Rate::id)
                .map(rates -> rates.stream().map(RateView::of).toList())
                .answer("rates");
    }

    private record RateView(String currency, String perUsd, Instant validFrom, String setBy) {
        static RateView of(Rate rate) {
            return new RateView(rate.currency(), Decimals.shown(rate.perUsd()), rate.validFrom(), rate.setBy());
        }
    }
}
