package io.waybill.testing;

import io.waybill.local.DatabaseSettings;
import io.waybill.local.EmbeddedDatabase;
import io.waybill.local.EmbeddedKafka;

/** The services inside this process. */
final class EmbeddedServices {

    private EmbeddedServices() {}

    static DatabaseServer postgres() {
        EmbeddedDatabase database = EmbeddedDatabase.start(DatabaseSettings.temporary());
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(database::close));
        String url = database.jdbcUrl();
        return new DatabaseServer(url.substring(0, url.lastIndexOf('/')), database.username(), database.password());
    }

    static KafkaBroker kafka() {
        EmbeddedKafka kafka = EmbeddedKafka.start();
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(kafka::close));
        return new KafkaBroker(kafka.bootstrapServers());
    }
}
