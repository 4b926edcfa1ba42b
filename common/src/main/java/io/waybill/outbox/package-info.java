/** Messages that are written with the change they tell of, and leave for Kafka after its commit. */
@NullMarked
package io.waybill.outbox;

import org.jspecify.annotations.NullMarked;
