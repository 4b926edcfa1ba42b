package io.waybill.benchmark.peak;

import com.gruelbox.transactionoutbox.Dialect;
import com.gruelbox.transactionoutbox.Instantiator;
import com.gruelbox.transactionoutbox.Persistor;
import com.gruelbox.transactionoutbox.Submitter;
import com.gruelbox.transactionoutbox.TransactionManager;
import com.gruelbox.transactionoutbox.TransactionOutbox;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.waybill.local.EmbeddedDatabase;
import io.waybill.local.EmbeddedKafka;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

/** The transaction-outbox library, as its documentation uses it: each message is sent in a transaction of its own. */
final class TransactionOutboxPeer {
    private static final int THREADS = 16;
    private static final int FLUSH = 1_000;
    private static final Duration RETRY = Duration.ofSeconds(5);

    private TransactionOutboxPeer() {}

    /** Messages a second from its outbox to Kafka. */
    static double perSecond(EmbeddedDatabase server, EmbeddedKafka kafka, int messages) {
        try (HikariDataSource dataSource = connections(server);
                ExecutorService threads = Executors.newFixedThreadPool(THREADS);
                Producer<String, String> producer = producer(kafka)) {
            CountDownLatch delivered = new CountDownLatch(messages);
            Courier courier = (key, payload) -> {
                send(producer, key, payload);
                delivered.countDown();
            };
            TransactionManager transactions = TransactionManager.fromDataSource(dataSource);
            schedule(outbox(transactions, (_, _) -> {}, courier), transactions, messages);
            TransactionOutbox sending = outbox(transactions, Submitter.withExecutor(threads), courier);
            LockSupport.parkNanos(RETRY.plusSeconds(1).toNanos());
            long start = System.nanoTime();
            while (sending.flush()) {
                Thread.onSpinWait();
            }
            delivered.await();
            return messages * 1e9 / (System.nanoTime() - start);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static TransactionOutbox outbox(TransactionManager transactions, Submitter submitter, Courier courier) {
        return TransactionOutbox.builder()
                .transactionManager(transactions)
                .persistor(Persistor.forDialect(Dialect.POSTGRESQL_9))
                .instantiator(Instantiator.using(_ -> courier))
                .submitter(submitter)
                .attemptFrequency(RETRY)
                .flushBatchSize(FLUSH)
                .build();
    }

    private static void schedule(TransactionOutbox outbox, TransactionManager transactions, int messages) {
        transactions.inTransaction(() -> {
            for (int i = 0; i < messages; i++) {
                outbox.schedule(Courier.class)
                        .deliver(Integer.toString(i), "{\"order_id\":" + i + ",\"provider_id\":1}");
            }
        });
    }

    private static void send(Producer<String, String> producer, String key, String payload) {
        try {
            producer.send(new ProducerRecord<>("waybill.fulfillment", key, payload))
                    .get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static HikariDataSource connections(EmbeddedDatabase server) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(server.jdbcUrl(JdbcOrderLimit.DATABASE));
        config.setUsername(server.username());
        config.setPassword(server.password());
        config.setMaximumPoolSize(THREADS + 2);
        return new HikariDataSource(config);
    }

    private static Producer<String, String> producer(EmbeddedKafka kafka) {
        return new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        kafka.bootstrapServers(),
                        ProducerConfig.ACKS_CONFIG,
                        "all"),
                new StringSerializer(),
                new StringSerializer());
    }

    /** What the library calls for each message. */
    @FunctionalInterface
    interface Courier {
        void deliver(String key, String payload);
    }
}
