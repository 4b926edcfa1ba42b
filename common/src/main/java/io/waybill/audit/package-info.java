/** Who did what, why, and what it was before and after: a log that can only grow, and shows it. */
@NullMarked
package io.waybill.audit;

import org.jspecify.annotations.NullMarked;
