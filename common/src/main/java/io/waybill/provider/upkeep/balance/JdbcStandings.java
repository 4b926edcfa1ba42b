package io.waybill.provider.upkeep.balance;

import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

final class JdbcStandings implements Standings {
    private final JdbcClient jdbc;

    JdbcStandings(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public List<Standing> read() {
        return jdbc.sql("""
                select id,
                       balance,
                       low_since is not null as low,
                       health = 'failing' as failing
                  from provider
                 where active
                 order by id
                """)
                .query((row, _) -> new Standing(
                        row.getLong("id"),
                        row.getBigDecimal("balance"),
                        row.getBoolean("low"),
                        row.getBoolean("failing")))
                .list();
    }
}
