package io.waybill.api.admin.items;

import io.waybill.api.admin.items.ItemState.ItemPrice;
import io.waybill.api.input.Durations;
import io.waybill.audit.Facts;
import io.waybill.catalog.CheckoutField;
import io.waybill.money.Usd;
import org.jspecify.annotations.Nullable;

/** What the audit log says of an item; no code of it is ever among it. */
final class ItemFacts {
    private ItemFacts() {}

    static Facts of(ItemState item) {
        return of(item.price())
                .and("source", item.source().wire())
                .and("name", item.words().name())
                .and("product_name", item.words().productName())
                .and("category", item.words().category())
                .and("description", item.words().description())
                .and("sell_below_cost", item.buying().sellBelowCost())
                .and(
                        "complete_within",
                        item.buying().completeWithin() == null
                                ? "the default"
                                : Durations.shown(item.buying().completeWithin()))
                .and("min_quantity", item.minQuantity())
                .and("max_quantity", item.maxQuantity())
                .and(
                        "fields",
                        item.fields().stream().map(CheckoutField::toString).toList())
                .and("own_fields", item.ownColumns().stream().sorted().toList())
                .and("active", item.active());
    }

    static Facts of(ItemPrice price) {
        return Facts.of("price_usd", price.selling().toLongString())
                .and("cost_usd", usd(price.cost()))
                .and(
                        "margin_percent",
                        price.marginPercent() == null
                                ? "the provider's"
                                : price.marginPercent().toPlainString())
                .and("own_price", price.own())
                .and(
                        "pending_cost_usd",
                        usd(price.pending() == null ? null : price.pending().cost()));
    }

    private static String usd(@Nullable Usd amount) {
        return amount == null ? "none" : amount.toLongString();
    }
}
