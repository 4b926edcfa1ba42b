package io.waybill.simulator;

import io.waybill.simulator.behaviour.Refusal;
import io.waybill.simulator.book.Purchase;
import io.waybill.simulator.catalog.Delivery;
import java.io.IOException;
import tools.jackson.databind.node.ObjectNode;

/** How an API words what becomes of an order; what becomes of it is the same in all of them. */
interface Wording {
    void refuse(Call call, Refusal refusal, String message) throws IOException;

    /** An order that is bought. */
    ObjectNode receipt(Purchase purchase, Delivery delivery);

    /** The same, not completed yet. */
    ObjectNode processing(ObjectNode receipt);

    /** The same in the other types that a panel may use. */
    ObjectNode loosened(ObjectNode receipt);

    /** The same, and yet a refusal. */
    ObjectNode contradictory(ObjectNode receipt);
}
