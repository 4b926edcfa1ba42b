/** Placing orders over HTTP: one, many, or none but the checks. */
@NullMarked
package io.waybill.api.placing;

import org.jspecify.annotations.NullMarked;
