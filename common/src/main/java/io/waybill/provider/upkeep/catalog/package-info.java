/** Makes the items of a provider what its catalog says, and keeps what each import changed. */
@NullMarked
package io.waybill.provider.upkeep.catalog;

import org.jspecify.annotations.NullMarked;
