/** What statements have in common: the conditions of lists that are asked for by filters, and the columns of rows. */
@NullMarked
package io.waybill.query;

import org.jspecify.annotations.NullMarked;
