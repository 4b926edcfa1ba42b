/** The guard of the schema on real databases. */
@NullMarked
package io.waybill.schema;

import org.jspecify.annotations.NullMarked;
