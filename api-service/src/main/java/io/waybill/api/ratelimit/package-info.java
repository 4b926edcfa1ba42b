/** How many requests a second a key may send, and what its answers say of that. */
@NullMarked
package io.waybill.api.ratelimit;

import org.jspecify.annotations.NullMarked;
