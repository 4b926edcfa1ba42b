/** Buys from social media marketing panels, through version 2 of the API that all of them speak. */
@NullMarked
package io.waybill.provider.smm;

import org.jspecify.annotations.NullMarked;
