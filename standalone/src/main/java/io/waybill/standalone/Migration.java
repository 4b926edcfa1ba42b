package io.waybill.standalone;

import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/**
 * Brings the schema up to date before anything reads it, also when the api-service, whose duty it is, does not run
 * here.
 */
final class Migration {

    private Migration() {}

    static void run(DataSource database) {
        Flyway.configure().dataSource(database).load().migrate();
    }
}
