package io.waybill.simulator;

import io.waybill.simulator.behaviour.Behaviour;
import io.waybill.simulator.catalog.Item;
import org.jspecify.annotations.Nullable;

/** What the body of an order turned out to be. */
sealed interface OrderReading {

    /**
     * An order that can be served.
     *
     * @param pieces how many are bought: {@code quantity}, or {@code smm_quantity} for social services
     * @param recipient the value that chose the behaviour, else the first one given
     */
    record Order(
            Item item,
            long pieces,
            String recipient,
            Behaviour behaviour,
            @Nullable String externalRef) implements OrderReading {}

    /** A 400: which field, in one word why, and the same for people. */
    record Invalid(String field, String code, String message) implements OrderReading {}

    /** A 404. */
    record UnknownItem() implements OrderReading {}
}
