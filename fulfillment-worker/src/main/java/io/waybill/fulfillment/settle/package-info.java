/** Writes down what came of purchases: attempts, orders, money and evidence in one transaction per batch. */
@NullMarked
package io.waybill.fulfillment.settle;

import org.jspecify.annotations.NullMarked;
