package io.waybill.checks;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What a check found wrong.
 *
 * @param checked how many it looked at
 * @param violations how many of these were wrong
 * @param examples the first {@value #MOST} of them
 */
public record Found(long checked, long violations, List<Violation> examples) {
    /** So many violations of a check are kept; the next runs look at these again. */
    public static final int MOST = 1_000;

    public static final Found NOTHING = new Found(0, 0, List.of());

    public Found {
        examples = List.copyOf(examples);
    }

    Found plus(Found more) {
        List<Violation> all = new ArrayList<>(examples);
        all.addAll(more.examples.subList(0, Math.min(more.examples.size(), MOST - all.size())));
        return new Found(checked + more.checked, violations + more.violations, all);
    }

    /**
     * One thing that is wrong.
     *
     * @param subject names it, so that it is recognised in the next run: ids only
     * @param example ids and figures for a person; never a secret
     */
    public record Violation(Map<String, Object> subject, Map<String, Object> example) {}
}
