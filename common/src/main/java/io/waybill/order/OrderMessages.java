package io.waybill.order;

import io.waybill.outbox.Message;
import io.waybill.outbox.Topics;
import java.util.ArrayList;
import java.util.List;

/** What is told about orders on the topics: ids and words, nothing that belongs to a reseller alone. */
public final class OrderMessages {
    private OrderMessages() {}

    /** A new order that waits for a worker. */
    public static Message waiting(long orderId, long providerId) {
        return new Message(
                Topics.FULFILLMENT,
                Long.toString(orderId),
                "{\"order_id\":" + orderId + ",\"provider_id\":" + providerId + "}");
    }

    /** An order has changed; one that failed or is held is told on the topic for those as well. */
    public static List<Message> changed(Order order) {
        String key = Long.toString(order.id());
        String payload = "{\"order_id\":" + order.id() + ",\"version\":" + order.version() + ",\"status\":\""
                + order.status().wire() + "\",\"mode\":\"" + order.mode().wire() + "\",\"account_id\":"
                + order.accountId() + "}";
        List<Message> messages = new ArrayList<>(2);
        messages.add(new Message(Topics.ORDER_EVENTS, key, payload));
        if (order.status() == OrderStatus.FAILED || order.status() == OrderStatus.ON_HOLD) {
            messages.add(new Message(Topics.FAILED_ORDERS, key, payload));
        }
        return messages;
    }
}
