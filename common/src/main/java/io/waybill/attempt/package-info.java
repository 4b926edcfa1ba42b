/**
 * The purchases that were tried for orders, and what came of each: written by the workers, ruled on by hand where they
 * can't know.
 */
@NullMarked
package io.waybill.attempt;

import org.jspecify.annotations.NullMarked;
