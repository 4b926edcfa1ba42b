/** What the simulated provider sells: its items, the page that lists them, and the levers that change them. */
@NullMarked
package io.waybill.simulator.catalog;

import org.jspecify.annotations.NullMarked;
