package io.waybill.api.admin.upstream;

import io.waybill.api.admin.upstream.Contact.Result.Found;
import io.waybill.api.admin.upstream.Contact.Result.Not;
import io.waybill.error.ErrorCode;
import io.waybill.error.Refusal;
import io.waybill.money.DisplayRate;
import io.waybill.money.Margin;
import io.waybill.money.Usd;
import io.waybill.provider.CatalogRow;
import io.waybill.provider.Provider;
import io.waybill.provider.ProviderException;
import io.waybill.provider.ProviderRegister;
import io.waybill.provider.ProviderSettings.Pricing;
import io.waybill.settings.Settings;
import io.waybill.settings.SettingsStore;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Shows what a provider offers now, and what would be asked for it here. The catalog is read once for a page, and only
 * the page's rows are kept of it. Thread-safe.
 */
public final class BrowseCatalog {
    private static final Comparator<String> NUMBERS_BY_SIZE =
            Comparator.comparingInt(String::length).thenComparing(Comparator.naturalOrder());

    private final Contact contact;
    private final ProviderRegister register;
    private final SettingsStore settings;
    private final JdbcOffered offered;

    BrowseCatalog(Contact contact, ProviderRegister register, SettingsStore settings, JdbcOffered offered) {
        this.contact = contact;
        this.register = register;
        this.settings = settings;
        this.offered = offered;
    }

    /**
     * Outside of any transaction.
     *
     * @param words to be found in a row's id, name, product or category, in any case; null: all rows
     * @param after rows behind the one with this id; shorter ids come first
     */
    public Result page(long providerId, @Nullable String words, @Nullable String after, int limit) {
        return switch (contact.find(providerId)) {
            case Not(Refusal refusal) -> new Result.Refused(refusal);
            case Found found -> page(found, words, after, limit);
        };
    }

    private Result page(Found found, @Nullable String words, @Nullable String after, int limit) {
        FirstRows<CatalogRow> first =
                new FirstRows<>(limit, Comparator.comparing(CatalogRow::externalId, NUMBERS_BY_SIZE));
        try (Provider provider = found.connect()) {
            provider.catalog(row -> {
                boolean behind = after == null || NUMBERS_BY_SIZE.compare(row.externalId(), after) > 0;
                if (behind && mentions(row, words)) {
                    first.offer(row);
                }
            });
        } catch (ProviderException e) {
            if (Thread.currentThread().isInterrupted()) {
                throw new CancellationException("interrupted while the provider was asked for its catalog");
            }
            return new Result.Refused(
                    Refusal.of(ErrorCode.PROVIDER_FAILED, "The provider gave no usable catalog: " + e.getMessage()));
        }
        return new Result.Rows(views(found.account().id(), first.inOrder()));
    }

    private static boolean mentions(CatalogRow row, @Nullable String words) {
        if (words == null) {
            return true;
        }
        String wanted = words.toLowerCase(Locale.ROOT);
        Stream<String> texts =
                switch (row) {
                    case CatalogRow.Offer offer ->
                        Stream.of(offer.externalId(), offer.name(), offer.productName(), offer.category());
                    case CatalogRow.Skipped skipped -> Stream.of(skipped.externalId());
                };
        return texts.anyMatch(text -> text.toLowerCase(Locale.ROOT).contains(wanted));
    }

    private List<CatalogRowView> views(long providerId, List<CatalogRow> rows) {
        Settings now = settings.read();
        Pricing pricing = register.find(providerId).orElseThrow().pricing();
        Map<String, JdbcOffered.Imported> imported = offered.byExternalIds(
                providerId, rows.stream().map(CatalogRow::externalId).toList());
        return rows.stream()
                .map(row -> switch (row) {
                    case CatalogRow.Offer offer -> view(offer, now, pricing, imported.get(offer.externalId()));
                    case CatalogRow.Skipped(String id, String reason) -> CatalogRowView.skipped(id, reason);
                })
                .toList();
    }

    private static CatalogRowView view(
            CatalogRow.Offer offer, Settings now, Pricing pricing, JdbcOffered.@Nullable Imported imported) {
        DisplayRate shown = now.displayRate();
        BigDecimal perUsd = now.rates().get(offer.currency());
        if (perUsd == null) {
            return CatalogRowView.skipped(offer.externalId(), "no exchange rate for " + offer.currency());
        }
        Usd ours = imported == null
                ? new Margin(pricing.marginPercent(), pricing.step()).price(offer.price(), perUsd)
                : imported.price();
        return new CatalogRowView(
                offer.externalId(),
                offer.name(),
                offer.productName(),
                offer.category(),
                offer.price().toPlainString(),
                offer.currency(),
                shown.show(ours).toPlainString(),
                shown.currency(),
                ours.toLongString(),
                Integer.toString(offer.unit()),
                offer.minQuantity(),
                offer.maxQuantity(),
                offer.inStock(),
                imported != null,
                imported == null ? null : imported.itemId(),
                imported == null ? null : imported.active(),
                null);
    }

    /** What came of it. */
    public sealed interface Result {
        record Rows(List<CatalogRowView> rows) implements Result {}

        record Refused(Refusal refusal) implements Result {}
    }
}
