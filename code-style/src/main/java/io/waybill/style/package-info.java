/** The one format of the Java files. */
@NullMarked
package io.waybill.style;

import org.jspecify.annotations.NullMarked;
