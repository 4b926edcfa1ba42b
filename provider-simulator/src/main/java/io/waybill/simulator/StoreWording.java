package io.waybill.simulator;

import io.waybill.simulator.behaviour.Refusal;
import io.waybill.simulator.book.Purchase;
import io.waybill.simulator.catalog.Delivery;
import java.io.IOException;
import java.math.BigDecimal;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The words of the store API. */
final class StoreWording implements Wording {

    @Override
    public void refuse(Call call, Refusal refusal, String message) throws IOException {
        call.answer(refusal, message);
    }

    @Override
    public ObjectNode receipt(Purchase purchase, Delivery delivery) {
        ObjectNode receipt = JsonMapper.shared()
                .createObjectNode()
                .put("ok", true)
                .put("order_id", purchase.orderId())
                .put("status", "completed")
                .put("amount", purchase.wish().amount().toPlainString())
                .put("currency", "BDT");
        Goods.add(receipt, purchase, delivery);
        return receipt;
    }

    @Override
    public ObjectNode processing(ObjectNode receipt) {
        return receipt.put("status", "processing");
    }

    @Override
    public ObjectNode loosened(ObjectNode receipt) {
        receipt.put("order_id", receipt.required("order_id").asString());
        receipt.put("amount", new BigDecimal(receipt.required("amount").stringValue()));
        return receipt;
    }

    @Override
    public ObjectNode contradictory(ObjectNode receipt) {
        return receipt.put("ok", false);
    }
}
