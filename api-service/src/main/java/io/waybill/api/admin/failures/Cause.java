package io.waybill.api.admin.failures;

import io.waybill.order.FailureCode;
import io.waybill.order.HoldReason;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Why an order is in the inbox: the reason of its hold, the code of its failure, or that it was bought after all. */
public record Cause(String wire) {
    public static final Cause LATE_SUCCESS = new Cause("late_success");

    private static final Set<String> WORDS = Stream.of(
                    Stream.of(LATE_SUCCESS.wire()),
                    Arrays.stream(HoldReason.values()).map(HoldReason::wire),
                    Arrays.stream(FailureCode.values()).map(FailureCode::wire))
            .flatMap(words -> words)
            .collect(Collectors.toUnmodifiableSet());

    /** @throws IllegalArgumentException if there is no such cause */
    public static Cause ofWire(String word) {
        if (!WORDS.contains(word)) {
            throw new IllegalArgumentException("no cause");
        }
        return new Cause(word);
    }
}
