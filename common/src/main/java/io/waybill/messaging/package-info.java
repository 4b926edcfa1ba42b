/** The only package that knows Kafka. */
@NullMarked
package io.waybill.messaging;

import org.jspecify.annotations.NullMarked;
