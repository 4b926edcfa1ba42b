/** The port to upstream providers: what can be bought, and what is known after trying. */
@NullMarked
package io.waybill.provider;

import org.jspecify.annotations.NullMarked;
