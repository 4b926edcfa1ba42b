/** How a store comes by its first admin, from the command line. */
@NullMarked
package io.waybill.api.setup;

import org.jspecify.annotations.NullMarked;
