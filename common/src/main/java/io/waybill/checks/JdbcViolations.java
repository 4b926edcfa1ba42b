package io.waybill.checks;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Runs the checks' statements. Each selects the rows that break its rule; columns that name a violation come back as
 * its subject, all whose names don't begin with {@code _} as its example, money in dollars.
 */
final class JdbcViolations {
    /** What a violation of an order is named by. */
    static final Set<String> OF_ORDER = Set.of("order_id", "transfer_id", "attempt_id", "stock_code_id");

    private static final String COUNT = "_violations";
    private static final String MICROS = "_micros";
    private static final int MICRO_DIGITS = 6;

    private final JdbcClient jdbc;

    JdbcViolations(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** All are counted, the first {@link Found#MOST} are told. */
    Found find(long checked, Set<String> subject, String sql, Map<String, ?> params) {
        List<Found.Violation> examples = new ArrayList<>();
        long[] violations = {0};
        jdbc.sql("""
                select wrong.*,
                       count(*) over () as _violations
                  from (
                """ + sql + """
                        ) wrong
                         limit :most
                        """).params(params).param("most", Found.MOST).query(row -> {
            violations[0] = row.getLong(COUNT);
            examples.add(violation(row, subject));
        });
        return new Found(checked, violations[0], examples);
    }

    private static Found.Violation violation(ResultSet row, Set<String> subject) throws SQLException {
        Map<String, Object> named = new LinkedHashMap<>();
        Map<String, Object> shown = new LinkedHashMap<>();
        ResultSetMetaData columns = row.getMetaData();
        for (int i = 1; i <= columns.getColumnCount(); i++) {
            String column = columns.getColumnLabel(i);
            Object value = row.getObject(i);
            if (value == null) {
                continue;
            }
            if (subject.contains(column)) {
                named.put(column, value);
            }
            if (!column.startsWith("_")) {
                show(shown, column, value);
            }
        }
        return new Found.Violation(named, shown);
    }

    private static void show(Map<String, Object> shown, String column, Object value) {
        if (column.endsWith(MICROS)) {
            BigDecimal micros = new BigDecimal(value.toString());
            shown.put(
                    column.substring(0, column.length() - MICROS.length()) + "_usd",
                    micros.movePointLeft(MICRO_DIGITS).setScale(MICRO_DIGITS).toPlainString());
        } else if (value instanceof Timestamp time) {
            shown.put(column, time.toInstant().toString());
        } else {
            shown.put(column, value);
        }
    }
}
