/** What must always hold, proved on the database itself: the auditor, its list and its own books. */
@NullMarked
package io.waybill.checks;

import org.jspecify.annotations.NullMarked;
