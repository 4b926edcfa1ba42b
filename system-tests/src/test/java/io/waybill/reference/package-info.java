/** Tables in the documentation that are generated from the services' settings. */
@NullMarked
package io.waybill.reference;

import org.jspecify.annotations.NullMarked;
