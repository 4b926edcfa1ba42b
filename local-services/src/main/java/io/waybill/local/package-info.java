/** PostgreSQL and Kafka inside this process, for the all-in-one start and for tests. */
@NullMarked
package io.waybill.local;

import org.jspecify.annotations.NullMarked;
