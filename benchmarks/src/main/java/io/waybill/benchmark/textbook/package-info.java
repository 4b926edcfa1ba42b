/** The same shop as a textbook would write it: a peer to measure against. */
@NullMarked
package io.waybill.benchmark.textbook;

import org.jspecify.annotations.NullMarked;
