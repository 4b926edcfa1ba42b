package io.waybill.outbox;

/**
 * Something to tell the world: "look at order X".
 *
 * @param payload JSON; holds ids and words, never a recipient, a code or a secret
 */
public record Message(String topic, String key, String payload) {}
