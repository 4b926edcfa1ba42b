package io.waybill.outbox;

/** A message with its outbox row. */
public record StoredMessage(long id, Message message) {}
