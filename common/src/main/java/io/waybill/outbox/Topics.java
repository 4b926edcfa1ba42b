package io.waybill.outbox;

/** The topics of the store. All their records may be lost at any moment: PostgreSQL knows everything that they say. */
public final class Topics {
    /** An order waits for a fulfillment worker. Read by the share group {@link #FULFILLMENT_GROUP}. */
    public static final String FULFILLMENT = "waybill.fulfillment";

    /** An order changed after its acceptance. */
    public static final String ORDER_EVENTS = "waybill.order-events";

    /** An order failed, or is held until somebody looks. */
    public static final String FAILED_ORDERS = "waybill.failed-orders";

    /** Something about a provider changed that its owner should know. */
    public static final String PROVIDER_EVENTS = "waybill.provider-events";

    public static final String FULFILLMENT_GROUP = "waybill-fulfillment";

    private Topics() {}
}
