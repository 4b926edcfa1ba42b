/** Taking orders: a batch of requests becomes orders, charges and messages in one transaction. */
@NullMarked
package io.waybill.order.placing;

import org.jspecify.annotations.NullMarked;
