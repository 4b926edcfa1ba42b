package io.waybill.checks;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * One rule of the list.
 *
 * @param name in snake case
 * @param says the rule as a sentence
 * @param find looks for violations among what it is given
 */
record Check<S>(String name, String says, Function<S, Found> find) {
    Found among(S scope) {
        return find.apply(scope);
    }

    static <S> Map<String, String> says(List<Check<S>> checks) {
        Map<String, String> says = new LinkedHashMap<>();
        checks.forEach(check -> says.put(check.name(), check.says()));
        return says;
    }
}
