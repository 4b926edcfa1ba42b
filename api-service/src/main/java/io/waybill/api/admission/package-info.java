/** Lets in as many requests as there is memory for, and leaves every client room. */
@NullMarked
package io.waybill.api.admission;

import org.jspecify.annotations.NullMarked;
