package io.waybill.standalone.demo;

import io.waybill.account.Mode;
import io.waybill.catalog.StockCodes;
import io.waybill.money.Usd;
import io.waybill.standalone.demo.JdbcDemoRows.Draft;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.springframework.transaction.support.TransactionTemplate;

/** Gift cards whose codes are kept here, so that an order of one is complete when it is taken. */
final class StockVouchers implements SeedPart {

    private static final int CODES_OF_EACH = 250;
    private static final int MAX_QUANTITY = 10;
    private static final String LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789";

    private final JdbcDemoRows rows;
    private final StockCodes stock;
    private final RandomGenerator random;
    private final TransactionTemplate transaction;

    StockVouchers(JdbcDemoRows rows, StockCodes stock, RandomGenerator random, TransactionTemplate transaction) {
        this.rows = rows;
        this.stock = stock;
        this.random = random;
        this.transaction = transaction;
    }

    @Override
    public void plant() {
        // An item and its codes in one transaction: where there is the item, there are its codes.
        transaction.executeWithoutResult(_ -> vouchers()
                .forEach(draft -> rows.addOwnItem("stock", draft, MAX_QUANTITY)
                        .ifPresent(id -> stock.add(id, Mode.LIVE, codes()))));
    }

    private static List<Draft> vouchers() {
        return List.of(
                voucher("Amazon", "USD 5", "5.20"),
                voucher("Amazon", "USD 10", "10.35"),
                voucher("Amazon", "USD 25", "25.75"),
                voucher("Netflix", "USD 15", "15.60"),
                voucher("Nintendo eShop", "USD 10", "10.40"),
                voucher("Nintendo eShop", "USD 20", "20.70"),
                voucher("Discord Nitro", "1 month", "9.60"),
                voucher("Twitch", "USD 10", "10.30"),
                voucher("Free Fire", "Lucky Code", "0.05"),
                voucher("Waybill", "Sample Code", "0.01"));
    }

    private static Draft voucher(String product, String worth, String price) {
        String name = product + " " + worth;
        return new Draft(
                "voucher-" + name.toLowerCase(Locale.ROOT).replace(' ', '-'),
                name,
                product,
                "Gift card",
                "A code worth " + worth + ", from stock, delivered at once.",
                Usd.parse(price));
    }

    private List<String> codes() {
        return Stream.generate(this::code).limit(CODES_OF_EACH).toList();
    }

    private String code() {
        return IntStream.range(0, 4)
                .mapToObj(_ -> random.ints(4, 0, LETTERS.length())
                        .mapToObj(index -> String.valueOf(LETTERS.charAt(index)))
                        .collect(Collectors.joining()))
                .collect(Collectors.joining("-"));
    }
}
