/** The one history of the schema: the api-service migrates it, workers wait for it. */
@NullMarked
package io.waybill.schema;

import org.jspecify.annotations.NullMarked;
