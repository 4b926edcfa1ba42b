package io.waybill.api.admin.items;

import io.waybill.api.admin.items.ItemState.ItemPrice;
import io.waybill.api.admin.items.ItemState.PendingRise;
import io.waybill.money.DisplayRate;
import io.waybill.money.Margin;
import io.waybill.money.Usd;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Works out what an item is sold for after its owner has spoken. Pure. */
final class PriceItem {
    private static final int MICRO_DIGITS = 6;
    private static final BigDecimal HIGHEST_USD = BigDecimal.valueOf(1_000_000_000);

    private PriceItem() {}

    /**
     * A price in dollars that is shown as exactly the one that was said: rounded down, for showing rounds up.
     *
     * @return empty if it is below a micro-dollar or above a billion dollars
     */
    static Optional<Usd> inDollars(BigDecimal shown, DisplayRate rate) {
        BigDecimal dollars = shown.divide(rate.perUsd(), MICRO_DIGITS, RoundingMode.FLOOR);
        return dollars.signum() <= 0 || dollars.compareTo(HIGHEST_USD) > 0
                ? Optional.empty()
                : Optional.of(Usd.of(dollars));
    }

    /** With a price set by hand. One that covers a waiting rise of the cost takes the rise over. */
    static ItemPrice byHand(ItemPrice before, Usd selling) {
        PendingRise pending = before.pending();
        if (pending == null) {
            return new ItemPrice(selling, before.cost(), before.marginPercent(), true, null);
        }
        return selling.isLessThan(pending.cost())
                ? new ItemPrice(
                        selling,
                        before.cost(),
                        before.marginPercent(),
                        true,
                        new PendingRise(pending.cost(), selling, pending.since()))
                : new ItemPrice(selling, pending.cost(), before.marginPercent(), true, null);
    }

    /**
     * With the price that follows from the cost.
     *
     * @param own in place of the provider's percentage
     * @return empty if the cost is not known
     */
    static Optional<ItemPrice> byRule(ItemPrice before, Margin providers, @Nullable BigDecimal own) {
        Usd cost = before.cost();
        if (cost == null) {
            return Optional.empty();
        }
        Margin margin = own == null ? providers : new Margin(own, providers.step());
        PendingRise pending = before.pending();
        PendingRise waiting =
                pending == null ? null : new PendingRise(pending.cost(), margin.price(pending.cost()), pending.since());
        return Optional.of(new ItemPrice(margin.price(cost), cost, own, false, waiting));
    }
}
