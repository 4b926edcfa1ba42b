package io.waybill.simulator;

import io.waybill.simulator.behaviour.Refusal;
import io.waybill.simulator.book.Purchase;
import io.waybill.simulator.catalog.Delivery;
import java.io.IOException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The words of the SMM panel API: an order is a number, and a refusal a text with status 200. */
final class SmmWording implements Wording {

    private static final String ORDER = "order";

    static ObjectNode error(String text) {
        return JsonMapper.shared().createObjectNode().put("error", text);
    }

    @Override
    public void refuse(Call call, Refusal refusal, String message) throws IOException {
        ObjectNode error = error(text(refusal));
        switch (refusal) {
            case BUSY, ERROR, UNAVAILABLE, PAYLOAD_TOO_LARGE, METHOD_NOT_ALLOWED -> call.answer(refusal, error);
            default -> call.answer(200, error);
        }
    }

    private static String text(Refusal refusal) {
        return switch (refusal) {
            case UNAUTHORIZED, FORBIDDEN, USER_NOT_FOUND -> "Invalid API key";
            case WALLET_DISABLED -> "ACCOUNT_BANNED";
            case INSUFFICIENT_BALANCE -> "neworder.error.not_enough_funds";
            case ITEM_NOT_FOUND -> "neworder.error.incorrect_service_id";
            case OUT_OF_STOCK -> "neworder.error.max_quantity";
            case VALIDATION -> "neworder.error.link";
            case ORDER_NOT_FOUND -> "Incorrect order ID";
            case NOT_FOUND -> "Incorrect request";
            case NOT_CANCELABLE, METHOD_NOT_ALLOWED, PAYLOAD_TOO_LARGE, BUSY, ERROR, UNAVAILABLE -> refusal.message();
        };
    }

    @Override
    public ObjectNode receipt(Purchase purchase, Delivery delivery) {
        return JsonMapper.shared().createObjectNode().put(ORDER, purchase.orderId());
    }

    /** How far an order is, only its status tells. */
    @Override
    public ObjectNode processing(ObjectNode receipt) {
        return receipt;
    }

    @Override
    public ObjectNode loosened(ObjectNode receipt) {
        return receipt.put(ORDER, receipt.required(ORDER).asString());
    }

    @Override
    public ObjectNode contradictory(ObjectNode receipt) {
        return receipt.put("error", "neworder.error.not_enough_funds");
    }
}
