package planted.sql.order;

import org.springframework.jdbc.core.simple.JdbcClient;

/** Writes SQL outside a Jdbc type. */
final class Sold {
    void write(JdbcClient jdbc) {
        jdbc.sql("select 1");
    }
}
