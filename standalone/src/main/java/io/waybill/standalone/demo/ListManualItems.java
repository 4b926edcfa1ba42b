package io.waybill.standalone.demo;

import io.waybill.money.Usd;
import io.waybill.standalone.demo.JdbcDemoRows.Draft;
import java.util.List;
import org.springframework.transaction.support.TransactionTemplate;

/** Items that a person delivers. */
final class ListManualItems implements SeedPart {

    private static final int MAX_QUANTITY = 1;

    private final JdbcDemoRows rows;
    private final TransactionTemplate transaction;

    ListManualItems(JdbcDemoRows rows, TransactionTemplate transaction) {
        this.rows = rows;
        this.transaction = transaction;
    }

    @Override
    public void plant() {
        transaction.executeWithoutResult(_ -> items().forEach(draft -> rows.addOwnItem("manual", draft, MAX_QUANTITY)));
    }

    private static List<Draft> items() {
        return List.of(
                item("manual-account-recovery", "Account recovery", "Account care", "4.00"),
                item("manual-region-change", "Region change", "Account care", "6.50"),
                item("manual-store-setup", "Store set-up", "Consulting", "49.00"),
                item("manual-custom-bundle", "Custom bundle", "Bundles", "12.00"));
    }

    private static Draft item(String slug, String name, String product, String price) {
        return new Draft(slug, name, product, "Service", "Done by a person, usually within a day.", Usd.parse(price));
    }
}
