package io.waybill.order.placing;

import io.waybill.account.Mode;
import io.waybill.catalog.Item;
import io.waybill.money.DisplayRate;
import io.waybill.money.Usd;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * On what terms orders are taken just now, read once for a batch.
 *
 * @param items by id; what is missing doesn't exist
 * @param providerModes by provider id: which mode's orders it gets
 * @param accounts by id; what is missing doesn't exist
 * @param balances by wallet id, as of now; exact if the wallets were locked
 */
record Terms(
        boolean walletCheckout,
        DisplayRate rate,
        Map<Long, Item> items,
        Map<Long, Mode> providerModes,
        Map<Long, AccountTerms> accounts,
        Map<Long, Usd> balances) {

    /**
     * Who orders.
     *
     * @param dailyCap most that the account may order on provider billing in a UTC day; null: no cap
     * @param spentToday of it
     */
    record AccountTerms(
            boolean active,
            boolean providerBilling,
            @Nullable Usd dailyCap,
            Usd spentToday) {}
}
