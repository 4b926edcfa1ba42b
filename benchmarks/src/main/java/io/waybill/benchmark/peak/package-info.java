/** What the way in does at peak, against PostgreSQL's own limit and against what is usual. */
@NullMarked
package io.waybill.benchmark.peak;

import org.jspecify.annotations.NullMarked;
