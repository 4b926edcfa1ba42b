package io.waybill.api.admin.items;

import io.waybill.api.admin.items.ItemChange.Patience;
import io.waybill.api.admin.items.ItemChange.Pricing;
import io.waybill.api.admin.items.ItemState.Buying;
import io.waybill.api.admin.items.ItemState.ItemPrice;
import io.waybill.api.admin.items.ItemState.Words;
import io.waybill.error.ErrorCode;
import io.waybill.error.Refusal;
import io.waybill.money.DisplayRate;
import io.waybill.money.Usd;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What an item is after its owner has spoken, or why that can't be. Pure. */
final class ReviseItem {
    private ReviseItem() {}

    static Revision revise(ItemState before, ItemChange change, DisplayRate rate) {
        Optional<Refusal> unfit = unfit(before, change);
        if (unfit.isPresent()) {
            return new Revision.Refused(unfit.get());
        }
        Optional<ItemPrice> price = price(before, change, rate);
        return price.map(priced -> checked(before, change, revised(before, change, priced)))
                .orElseGet(() -> new Revision.Refused(unpriced(change.pricing())));
    }

    private static Optional<Refusal> unfit(ItemState before, ItemChange change) {
        if (before.isImported()) {
            return change.cost() == null
                    ? Optional.empty()
                    : Optional.of(Refusal.invalid("cost_usd", "fixed", "comes from the provider's catalog"));
        }
        if (change.ownColumns() != null) {
            return Optional.of(Refusal.invalid("own_fields", "fixed", "is for imported items alone"));
        }
        if (change.buying().isSaid()) {
            String field = change.buying().sellBelowCost() == null ? "complete_within" : "sell_below_cost";
            return Optional.of(Refusal.invalid(
                    field, "fixed", "is for imported items alone: this one is bought from no provider"));
        }
        return switch (change.pricing()) {
            case Pricing.Ruled _ ->
                Optional.of(
                        Refusal.invalid("price", "required", "only the price of an imported item follows a margin"));
            case Pricing.RuledBy _ ->
                Optional.of(Refusal.invalid(
                        "margin_percent", "fixed", "only the price of an imported item follows a margin"));
            case Pricing.Kept _, Pricing.Shown _, Pricing.Dollars _ -> Optional.empty();
        };
    }

    private static Optional<ItemPrice> price(ItemState item, ItemChange change, DisplayRate rate) {
        ItemPrice before = item.price();
        return switch (change.pricing()) {
            case Pricing.Kept _ -> Optional.of(item.isImported() ? before : before.at(before.selling(), change.cost()));
            case Pricing.Dollars(Usd dollars) -> Optional.of(byHand(item, change, dollars));
            case Pricing.Shown shown ->
                PriceItem.inDollars(shown.price(), rate).map(dollars -> byHand(item, change, dollars));
            case Pricing.Ruled _ -> byRule(item, before.marginPercent());
            case Pricing.RuledBy ruledBy -> byRule(item, ruledBy.marginPercent());
        };
    }

    private static ItemPrice byHand(ItemState item, ItemChange change, Usd dollars) {
        return item.isImported()
                ? PriceItem.byHand(item.price(), dollars)
                : item.price().at(dollars, change.cost());
    }

    private static Optional<ItemPrice> byRule(ItemState item, @Nullable BigDecimal margin) {
        return PriceItem.byRule(item.price(), Objects.requireNonNull(item.rule()), margin);
    }

    private static Refusal unpriced(Pricing pricing) {
        return pricing instanceof Pricing.Shown
                ? Refusal.invalid("price", "range", "must be worth 0.000001 to 1,000,000,000 USD")
                : Refusal.invalid(
                        "price", "unknown_cost", "what the item costs is not known: import it from its provider first");
    }

    private static ItemState revised(ItemState before, ItemChange change, ItemPrice price) {
        Words words = before.words();
        return new ItemState(
                before.source(),
                before.unit(),
                new Words(
                        or(change.words().name(), words.name()),
                        or(change.words().productName(), words.productName()),
                        or(change.words().category(), words.category()),
                        or(change.words().description(), words.description())),
                price,
                buying(before.buying(), change.buying()),
                or(change.minQuantity(), before.minQuantity()),
                or(change.maxQuantity(), before.maxQuantity()),
                or(change.fields(), before.fields()),
                or(change.active(), before.active()),
                before.isImported() ? ownColumns(before.ownColumns(), change) : Set.of(),
                before.rule());
    }

    private static Buying buying(Buying before, ItemChange.Buying said) {
        return new Buying(
                or(said.sellBelowCost(), before.sellBelowCost()),
                switch (said.patience()) {
                    case Patience.Kept _ -> before.completeWithin();
                    case Patience.For(Duration time) -> time;
                });
    }

    /** What is said now stays said, besides what was. */
    private static Set<String> ownColumns(Set<String> before, ItemChange change) {
        Set<String> own = new HashSet<>(or(change.ownColumns(), before));
        own.addAll(change.columns());
        return own;
    }

    /** An import may have taken the cost above a price that was set by hand: the rule is for what is said of prices. */
    private static Revision checked(ItemState before, ItemChange change, ItemState item) {
        if (item.minQuantity() > item.maxQuantity()) {
            return new Revision.Refused(Refusal.invalid(
                    "min_quantity",
                    "range",
                    "is " + item.minQuantity() + ", above the max_quantity of " + item.maxQuantity()));
        }
        Usd cost = item.price().cost();
        boolean ruled = change.isAboutPrice() || before.buying().sellBelowCost();
        return ruled
                        && !item.buying().sellBelowCost()
                        && cost != null
                        && item.price().selling().isLessThan(cost)
                ? new Revision.Refused(belowCost(item, change, cost))
                : new Revision.To(item);
    }

    private static Refusal belowCost(ItemState item, ItemChange change, Usd cost) {
        Usd price = item.price().selling();
        String figures = price + ", below the cost of " + cost;
        Refusal plain = change.isAboutPrice()
                ? Refusal.invalid("price", "below_cost", "is " + figures + ": " + lossRule(item))
                : Refusal.invalid("sell_below_cost", "below_cost", "the price is " + figures + ": say another too");
        return new Refusal(
                ErrorCode.VALIDATION,
                plain.message(),
                List.copyOf(plain.errors()),
                Map.of("price_usd", price.toLongString(), "cost_usd", cost.toLongString()),
                null);
    }

    private static String lossRule(ItemState item) {
        return item.isImported() ? "it is sold at a loss only with sell_below_cost" : "nothing is sold at a loss";
    }

    private static <T> T or(@Nullable T said, T before) {
        return said == null ? before : said;
    }

    /** What becomes of an item. */
    sealed interface Revision {
        record To(ItemState item) implements Revision {}

        record Refused(Refusal refusal) implements Revision {}
    }
}
