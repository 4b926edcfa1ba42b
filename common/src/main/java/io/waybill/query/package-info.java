/** Lists that are asked for by filters. */
@NullMarked
package io.waybill.query;

import org.jspecify.annotations.NullMarked;
