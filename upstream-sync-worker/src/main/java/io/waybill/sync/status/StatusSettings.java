package io.waybill.sync.status;

import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How orders are followed at their providers.
 *
 * @param every pause between two turns for one provider; 50 ms to 1 hour
 * @param atOnce for how many providers at a time, in one worker; 1 to 64
 * @param callsPerTurn most questions in one turn, each for as many orders as the protocol allows; 1 to 100
 * @param cancelsPerTurn most requests to cancel that one turn sends; 1 to 100
 * @param ages up to which age of an order each pause of {@code pace} holds; rising
 * @param pace pause between two questions about an order, by age; one more than {@code ages}, the last for all that are
 *     older; 50 ms to 1 day
 * @param unclearFor how long a provider may not know an order, until it is held for a person; up to 366 days
 * @param completeWithin how long an order may take where the provider can't be asked and its item doesn't say; up to
 *     366 days
 */
@ConfigurationProperties("waybill.sync.status")
public record StatusSettings(
        @DefaultValue("2s") Duration every,
        @DefaultValue("16") int atOnce,
        @DefaultValue("10") int callsPerTurn,
        @DefaultValue("20") int cancelsPerTurn,
        @DefaultValue({"2m", "10m", "1h", "6h", "1d", "7d"}) List<Duration> ages,

        @DefaultValue({"5s", "15s", "1m", "5m", "15m", "1h", "1d"})
        List<Duration> pace,

        @DefaultValue("1d") Duration unclearFor,
        @DefaultValue("1d") Duration completeWithin) {
    private static final Duration SHORTEST = Duration.ofMillis(50);
    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration LONGEST_LIMIT = Duration.ofDays(366);
    private static final int MOST_STEPS = 20;

    public StatusSettings {
        ages = List.copyOf(ages);
        pace = List.copyOf(pace);
        check("every", every, SHORTEST, Duration.ofHours(1));
        check("at-once", atOnce, 1, 64);
        check("calls-per-turn", callsPerTurn, 1, 100);
        check("cancels-per-turn", cancelsPerTurn, 1, 100);
        check("number of pace", pace.size(), ages.size() + 1, Math.min(ages.size() + 1, MOST_STEPS));
        for (int i = 1; i < ages.size(); i++) {
            check("ages", ages.get(i), ages.get(i - 1), LONGEST_LIMIT);
        }
        pace.forEach(pause -> check("pace", pause, SHORTEST, DAY));
        check("unclear-for", unclearFor, Duration.ZERO, LONGEST_LIMIT);
        check("complete-within", completeWithin, Duration.ZERO, LONGEST_LIMIT);
    }

    /** The pause after a question about an order of that age. */
    Duration pause(Duration age) {
        int step = 0;
        while (step < ages.size() && age.compareTo(ages.get(step)) >= 0) {
            step++;
        }
        return pace.get(step);
    }

    private static <T extends Comparable<T>> void check(String name, T value, T least, T most) {
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            throw new IllegalArgumentException(
                    "waybill.sync.status." + name + " must be " + least + " to " + most + ", not " + value);
        }
    }
}
