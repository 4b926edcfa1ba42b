/** What is for sale: items, their checkout fields, and the voucher codes in stock. */
@NullMarked
package io.waybill.catalog;

import org.jspecify.annotations.NullMarked;
