package io.waybill.sync.status;

import java.util.ArrayList;
import java.util.List;

/**
 * What is doubtful about one provider's answers: one order can spoil an answer about a hundred. A question that gave no
 * usable answer is asked about half as many; an order that gave none alone is a suspect, and let be until another order
 * shows that the provider does answer. Used by one turn at a time.
 */
final class Doubts {
    private static final int MOST_SUSPECTS = 100;
    private static final int MOST_TURNS = 4;

    private final int most;
    private final List<Followed> suspects = new ArrayList<>();
    private int atOnce;
    private int turnsWithoutAnswer;

    /** @param most how many orders one question may be about */
    Doubts(int most) {
        this.most = most;
        this.atOnce = most;
    }

    /** How many orders the next question is about. */
    int atOnce() {
        return atOnce;
    }

    /** How many due orders to look at to find so many that are no suspects. */
    int toLookAt() {
        return atOnce + suspects.size();
    }

    /** Those to be asked about next. */
    List<Followed> without(List<Followed> due) {
        return due.stream().filter(order -> !isSuspect(order)).limit(atOnce).toList();
    }

    /** The question about them gave no usable answer. */
    void failed(List<Followed> asked) {
        atOnce = Math.max(1, asked.size() / 2);
        if (asked.size() == 1 && suspects.size() < MOST_SUSPECTS) {
            suspects.addAll(asked);
        }
    }

    void newTurn() {
        turnsWithoutAnswer++;
    }

    /**
     * A question was answered. Returns the suspects that are proven by it, and forgets all: where none was answered for
     * some turns, the provider was away, and no order is to blame.
     */
    List<Followed> answered() {
        List<Followed> proven = turnsWithoutAnswer > MOST_TURNS ? List.of() : List.copyOf(suspects);
        turnsWithoutAnswer = 0;
        atOnce = Math.min(most, atOnce * 2);
        suspects.clear();
        return proven;
    }

    /** Nothing else is due that could show what it is. */
    void forget() {
        suspects.clear();
    }

    private boolean isSuspect(Followed order) {
        return suspects.stream().anyMatch(suspect -> suspect.orderId() == order.orderId());
    }
}
