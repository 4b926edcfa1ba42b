package planted.kafka.order;

import org.apache.kafka.clients.producer.ProducerRecord;

/** Knows Kafka. */
final class Sender {
    Class<?> known() {
        return ProducerRecord.class;
    }
}
