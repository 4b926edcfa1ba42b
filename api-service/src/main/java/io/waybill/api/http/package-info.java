/** The words of HTTP that every route speaks: an exchange, an answer, a failure. */
@NullMarked
package io.waybill.api.http;

import org.jspecify.annotations.NullMarked;
