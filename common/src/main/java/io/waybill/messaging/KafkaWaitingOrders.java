package io.waybill.messaging;

final class KafkaWaitingOrders implements WaitingOrders {
    private final KafkaClients clients;
    private final TopicKeeper keeper;

    KafkaWaitingOrders(KafkaClients clients, TopicKeeper keeper) {
        this.clients = clients;
        this.keeper = keeper;
    }

    @Override
    public Subscription subscribe(Handler handler) {
        return new ShareLoop(clients, keeper, handler).start();
    }
}
