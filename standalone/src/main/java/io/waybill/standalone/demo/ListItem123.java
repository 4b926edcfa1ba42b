package io.waybill.standalone.demo;

import io.waybill.money.Usd;
import io.waybill.standalone.demo.JdbcDemoRows.Draft;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The item that the documentation orders, under the id that the documentation gives it; the import takes it for its own
 * afterwards.
 */
final class ListItem123 implements SeedPart {

    private static final long ID = 123;

    private final JdbcDemoRows rows;
    private final TransactionTemplate transaction;

    ListItem123(JdbcDemoRows rows, TransactionTemplate transaction) {
        this.rows = rows;
        this.transaction = transaction;
    }

    @Override
    public void plant() {
        transaction.executeWithoutResult(_ -> {
            long provider = rows.providerId(ConnectProviders.WALLET_PROVIDER).orElseThrow();
            if (rows.addItemAs(ID, provider, Upstream.ITEM_123, draft())) {
                rows.moveItemIdsPast(ID);
            }
        });
    }

    private static Draft draft() {
        return new Draft(
                "free-fire-level-up-pass-123",
                "Free Fire Level Up Pass",
                "Free Fire",
                "Game top-up",
                "Level Up Pass straight to the player's account.",
                Usd.parse("1.076250"));
    }
}
