/** Whether this instance can work, for clients, orchestrators and monitoring. */
@NullMarked
package io.waybill.api.health;

import org.jspecify.annotations.NullMarked;
