package io.waybill.sync.status;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/**
 * What is doubtful about one provider's answers: one order can spoil an answer about a hundred. A question that gave no
 * usable answer is asked about half as many; an order that gave none alone is a suspect, and let be until another order
 * shows that the provider does answer, or until it has given none in many turns. Used by one turn at a time.
 */
final class Doubts {
    private static final int MOST_SUSPECTS = 100;
    private static final int MOST_TURNS = 4;
    private static final int MOST_TURNS_ALONE = 10;
    private static final int MOST_COUNTED = 1_000;

    private final int most;
    private final List<Followed> suspects = new ArrayList<>();
    private final SequencedMap<Long, Integer> turnsAlone = new LinkedHashMap<>();
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
    Blamed failed(List<Followed> asked) {
        atOnce = Math.max(1, asked.size() / 2);
        if (asked.size() != 1) {
            return new Blamed(List.of(), List.of());
        }
        Followed alone = asked.getFirst();
        if (turnsAlone.merge(alone.orderId(), 1, Integer::sum) >= MOST_TURNS_ALONE) {
            return new Blamed(asked, List.of());
        }
        if (turnsAlone.size() > MOST_COUNTED) {
            turnsAlone.pollFirstEntry();
        }
        suspects.add(alone);
        return new Blamed(List.of(), suspects.size() > MOST_SUSPECTS ? List.of(suspects.removeFirst()) : List.of());
    }

    void newTurn() {
        turnsWithoutAnswer++;
    }

    /**
     * The question about them was answered. Returns the suspects that are proven by it, and forgets all: where none was
     * answered for some turns, the provider was away, and no order is to blame.
     */
    List<Followed> answered(List<Followed> asked) {
        asked.forEach(order -> turnsAlone.remove(order.orderId()));
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

    /**
     * What a question without a usable answer leads to.
     *
     * @param proven it is they that give none, whether or not another order is there to show it
     * @param letGo suspects that are too many to be remembered: nothing is proven, but others go first
     */
    record Blamed(List<Followed> proven, List<Followed> letGo) {}

    private boolean isSuspect(Followed order) {
        return suspects.stream().anyMatch(suspect -> suspect.orderId() == order.orderId());
    }
}
