package io.waybill.checks;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What a run found.
 *
 * @param checkedAt when the snapshot that it proved was taken, by the database's clock
 * @param ordersChecked how many orders were looked at
 * @param ordersTotal how many there are; estimated past {@value JdbcCandidates#COUNTED_EXACTLY}
 * @param lateSuccesses purchases that the store bears the cost of: no violations, but to be known
 */
public record Report(
        Depth depth,
        Instant checkedAt,
        Duration took,
        long ordersChecked,
        long ordersTotal,
        List<Result> checks,
        LateSuccesses lateSuccesses) {
    public Report {
        checks = List.copyOf(checks);
    }

    /** Whether every check holds. */
    public boolean holds() {
        return checks.stream().allMatch(Result::holds);
    }

    /**
     * What one check found.
     *
     * @param says the rule as a sentence
     * @param checked how many orders, wallets, transfers or keys it looked at
     * @param violations how many were wrong; once there were more than are kept, those that are known
     * @param examples up to ten, the oldest findings first: ids and figures by name
     */
    public record Result(String name, String says, long checked, long violations, List<Map<String, Object>> examples) {
        public Result {
            examples = List.copyOf(examples);
        }

        public boolean holds() {
            return violations == 0;
        }
    }

    /** @param examples the ten newest */
    public record LateSuccesses(long count, List<Map<String, Object>> examples) {
        public LateSuccesses {
            examples = List.copyOf(examples);
        }
    }
}
