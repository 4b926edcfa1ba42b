package io.waybill.checks;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Carries out a run, in the transaction that is under way. Thread-safe. */
final class Auditor {
    /** Each order has a few transfers: a store with many more than that is no small one. */
    private static final long TRANSFERS_PER_ORDER = 4;

    private final JdbcBooks books;
    private final JdbcCandidates candidates;
    private final List<Section> sections;
    private final int wholeUpTo;

    Auditor(JdbcBooks books, JdbcCandidates candidates, List<Section> sections, int wholeUpTo) {
        this.books = books;
        this.candidates = candidates;
        this.sections = List.copyOf(sections);
        this.wholeUpTo = wholeUpTo;
    }

    /** The rules as sentences, by name, in the order of the list. */
    Map<String, String> says() {
        Map<String, String> says = new LinkedHashMap<>();
        sections.forEach(section -> says.putAll(section.says()));
        return says;
    }

    /**
     * Proves what is to be proved, and keeps the books.
     *
     * @param mostChanges so many changes of each kind, where not everything is proved
     * @param pace its rests don't count as time that the run took
     */
    void run(Depth depth, int mostChanges, Pace pace) {
        long started = System.nanoTime();
        State before = books.state();
        Moment moment = moment(depth, mostChanges, books.seen());
        Tally tally = new Tally(says().keySet(), pace);
        State after = before;
        for (Section section : sections) {
            after = section.prove(after, moment, tally);
        }
        books.keepFindings(tally.found(), moment.at());
        books.keepResults(tally.found(), tally.took());
        Duration took = Duration.ofNanos(System.nanoTime() - started).minus(pace.rested());
        boolean mark = before.pending() == null
                || after.seen().event() == before.pending().event();
        books.moveOn(
                after,
                mark ? moment.newest() : null,
                new JdbcBooks.Ran(depth, moment.at(), took, tally.ordersChecked(), moment.orders()));
    }

    private Moment moment(Depth depth, int mostChanges, JdbcBooks.Seen seen) {
        long orders = candidates.countOrders();
        boolean small = orders <= wholeUpTo && seen.newest().transfer() <= TRANSFERS_PER_ORDER * wholeUpTo;
        return new Moment(
                depth,
                depth == Depth.FULL || small,
                seen.at(),
                seen.snapshot(),
                seen.oldestTx(),
                seen.newest(),
                orders,
                mostChanges);
    }
}
