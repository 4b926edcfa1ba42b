/** Whole processes, real faults, and an auditor with its own books. */
@NullMarked
package io.waybill.system;

import org.jspecify.annotations.NullMarked;
