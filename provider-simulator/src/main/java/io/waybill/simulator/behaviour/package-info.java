/** What the simulated provider does with an order, chosen by the word at the beginning of its recipient. */
@NullMarked
package io.waybill.simulator.behaviour;

import org.jspecify.annotations.NullMarked;
