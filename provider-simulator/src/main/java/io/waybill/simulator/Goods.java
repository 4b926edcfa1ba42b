package io.waybill.simulator;

import io.waybill.simulator.book.Purchase;
import io.waybill.simulator.catalog.Delivery;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What is handed over with an order. It follows from the order id, so that a repeated answer has the same codes. */
final class Goods {

    private static final String LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789";

    private Goods() {}

    /** Adds a {@code delivery} to an order answer, if the item has one. */
    static void add(ObjectNode answer, Purchase purchase, Delivery delivery) {
        switch (delivery) {
            case NONE -> {}
            case CODES -> {
                ObjectNode handedOver = answer.putObject("delivery");
                ArrayNode codes = handedOver.putArray("codes");
                SplittableRandom random = new SplittableRandom(purchase.orderId());
                for (long piece = 0; piece < purchase.wish().quantity(); piece++) {
                    codes.add(code(random));
                }
                handedOver.putNull("message");
            }
            case MESSAGE -> {
                ObjectNode handedOver = answer.putObject("delivery");
                handedOver.set("codes", JsonMapper.shared().createArrayNode());
                handedOver.put("message", "Order " + purchase.orderId() + " is active; sign in with your own account.");
            }
        }
    }

    private static String code(SplittableRandom random) {
        return IntStream.range(0, 4)
                .mapToObj(_ -> IntStream.range(0, 4)
                        .mapToObj(_ -> String.valueOf(LETTERS.charAt(random.nextInt(LETTERS.length()))))
                        .collect(Collectors.joining()))
                .collect(Collectors.joining("-"));
    }
}
