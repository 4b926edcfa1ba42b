package io.waybill.ledger;

import java.util.List;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** Postings turned into the columns of {@code transfer}, one array each, as {@code unnest} takes them. */
final class TransferColumns {
    private final List<Row> rows;

    private TransferColumns(List<Row> rows) {
        this.rows = rows;
    }

    static TransferColumns of(List<? extends Posting> postings) {
        return new TransferColumns(postings.stream().map(TransferColumns::row).toList());
    }

    private static Row row(Posting posting) {
        return switch (posting) {
            case Posting.Charge p -> Row.from(p, "charge", "in_flight", p.orderId());
            case Posting.Refund p -> Row.to(p, "refund", "in_flight", p.orderId(), null, null);
            case Posting.Correction p -> Row.to(p, "refund", "sales", p.orderId(), p.actor(), p.note());
            case Posting.TopUp p -> Row.to(p, "top_up", "top_up", null, p.actor(), p.note());
            case Posting.Debit p ->
                new Row(
                        "adjustment",
                        wallet(p),
                        "adjustment",
                        p.amount().micros(),
                        p.walletId(),
                        -p.amount().micros(),
                        null,
                        p.actor(),
                        p.note());
            case Posting.Sale p ->
                new Row("sale", "in_flight", "sales", p.amount().micros(), null, 0, p.orderId(), null, null);
        };
    }

    private static String wallet(Posting.OfWallet posting) {
        return "wallet:" + posting.walletId();
    }

    String[] kinds() {
        return column(Row::kind, String[]::new);
    }

    String[] froms() {
        return column(Row::from, String[]::new);
    }

    String[] tos() {
        return column(Row::to, String[]::new);
    }

    Long[] amounts() {
        return column(Row::amount, Long[]::new);
    }

    @Nullable
    Long[] walletIds() {
        return column(Row::walletId, Long[]::new);
    }

    Long[] deltas() {
        return column(Row::delta, Long[]::new);
    }

    @Nullable
    Long[] orderIds() {
        return column(Row::orderId, Long[]::new);
    }

    @Nullable
    String[] actors() {
        return column(Row::actor, String[]::new);
    }

    @Nullable
    String[] notes() {
        return column(Row::note, String[]::new);
    }

    private <T extends @Nullable Object> T[] column(Function<Row, T> value, IntFunction<T[]> array) {
        return rows.stream().map(value).toArray(array);
    }

    private record Row(
            String kind,
            String from,
            String to,
            long amount,
            @Nullable Long walletId,
            long delta,
            @Nullable Long orderId,
            @Nullable String actor,
            @Nullable String note) {
        static Row from(Posting.OfWallet posting, String kind, String to, long orderId) {
            long amount = posting.amount().micros();
            return new Row(kind, wallet(posting), to, amount, posting.walletId(), -amount, orderId, null, null);
        }

        static Row to(
                Posting.OfWallet posting,
                String kind,
                String from,
                @Nullable Long orderId,
                @Nullable String actor,
                @Nullable String note) {
            long amount = posting.amount().micros();
            return new Row(kind, from, wallet(posting), amount, posting.walletId(), amount, orderId, actor, note);
        }
    }
}
