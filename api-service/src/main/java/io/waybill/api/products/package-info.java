/** The shop window: active items as everybody sees them, kept ready to send. */
@NullMarked
package io.waybill.api.products;

import org.jspecify.annotations.NullMarked;
