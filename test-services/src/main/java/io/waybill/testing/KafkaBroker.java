package io.waybill.testing;

/** A running Kafka. */
record KafkaBroker(String bootstrapServers) {}
