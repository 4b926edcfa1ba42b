/** What a fresh store is filled with, so that it sells from the first minute. */
@NullMarked
package io.waybill.standalone.demo;

import org.jspecify.annotations.NullMarked;
