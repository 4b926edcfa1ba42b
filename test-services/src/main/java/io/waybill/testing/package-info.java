/** PostgreSQL and Kafka for tests: embedded by default, in containers on demand. */
@NullMarked
package io.waybill.testing;

import org.jspecify.annotations.NullMarked;
