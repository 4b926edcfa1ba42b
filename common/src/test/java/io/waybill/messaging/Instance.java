package io.waybill.messaging;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.waybill.outbox.Message;
import io.waybill.outbox.Outbox;
import io.waybill.outbox.OutboxConfiguration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** An instance of a service that writes messages, with relay, sweeper and topic keeper, and little patience. */
final class Instance implements AutoCloseable {
    private static final Map<String, Object> IMPATIENT = Map.of(
            "waybill.kafka.topic-check", "1s",
            "waybill.kafka.delivery-timeout", "2s",
            "waybill.kafka.max-block", "200ms",
            "waybill.outbox.sweep-interval", "100ms",
            "waybill.outbox.sweep-margin", "0s",
            "waybill.outbox.lease", "2s");

    private final AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();

    Instance(DataSource dataSource, String bootstrapServers, Map<String, Object> more) {
        Map<String, Object> properties = new HashMap<>(IMPATIENT);
        properties.put("spring.kafka.bootstrap-servers", bootstrapServers);
        properties.putAll(more);
        context.getEnvironment().getPropertySources().addFirst(new MapPropertySource("test", properties));
        context.registerBean(JdbcClient.class, () -> JdbcClient.create(dataSource));
        context.registerBean(JdbcTransactionManager.class, () -> new JdbcTransactionManager(dataSource));
        context.registerBean(SimpleMeterRegistry.class);
        context.register(MessagingConfiguration.class, OutboxConfiguration.class);
        context.refresh();
    }

    Outbox outbox() {
        return context.getBean(Outbox.class);
    }

    WaitingOrders waitingOrders() {
        return context.getBean(WaitingOrders.class);
    }

    MeterRegistry meters() {
        return context.getBean(MeterRegistry.class);
    }

    TransactionTemplate transaction() {
        return new TransactionTemplate(context.getBean(JdbcTransactionManager.class));
    }

    /** Writes messages in a transaction of their own. */
    void append(List<Message> messages) {
        transaction().executeWithoutResult(_ -> outbox().append(messages));
    }

    @Override
    public void close() {
        context.close();
    }
}
