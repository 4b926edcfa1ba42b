package io.waybill.fulfillment.dispatch;

import io.waybill.fulfillment.session.Session;
import io.waybill.provider.Purchase;

/**
 * A purchase that was claimed, and committed, in a session: in that session alone it may be sent.
 *
 * @param send which sending of the reference this will be, from 1
 * @param probe whether it finds out if the provider is back
 */
public record Claimed(long attemptId, int send, long providerId, Session session, Purchase purchase, boolean probe) {}
