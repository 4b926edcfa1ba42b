/** Work that comes round again. */
@NullMarked
package io.waybill.api.schedule;

import org.jspecify.annotations.NullMarked;
