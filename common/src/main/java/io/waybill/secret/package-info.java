/** Keys and codes: sealed at rest, hashed where only a comparison is needed, never printed. */
@NullMarked
package io.waybill.secret;

import org.jspecify.annotations.NullMarked;
