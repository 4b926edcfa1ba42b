/** What an answer of a provider means: pure decisions, no time, no database. */
@NullMarked
package io.waybill.fulfillment.ruling;

import org.jspecify.annotations.NullMarked;
