/** What a reseller asks about itself: who it is, what it has, and where it went. */
@NullMarked
package io.waybill.api.wallet;

import org.jspecify.annotations.NullMarked;
