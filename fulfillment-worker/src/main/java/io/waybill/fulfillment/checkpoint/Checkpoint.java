package io.waybill.fulfillment.checkpoint;

/**
 * Where a worker may die or be paused, in the order in which an order passes. Tests kill and pause a worker at each of
 * them: whatever is added to the way of an order gets its point here. Between {@link #AFTER_FRESHNESS_CHECK} and
 * {@link #AFTER_ANSWER} nothing of ours runs; there the provider's book shows that a request has arrived.
 */
public enum Checkpoint {
    /** Kafka has named orders; nothing is claimed. */
    AFTER_POLL,
    /** Orders and attempts are written and locked; others still see the orders waiting. */
    BEFORE_CLAIM_COMMIT,
    /** The attempts are committed; nobody knows of them but their rows. */
    AFTER_CLAIM_COMMIT,
    /** What was claimed is being bought; Kafka would tell of it again. */
    BEFORE_ACKNOWLEDGE,
    /** Kafka has forgotten the orders. */
    AFTER_ACKNOWLEDGE,
    /** It is about to be decided whether the request may leave. */
    BEFORE_FRESHNESS_CHECK,
    /** It may leave, and does so next: the one moment in which a pause is not noticed. */
    AFTER_FRESHNESS_CHECK,
    /** The provider has answered; only this process knows what. */
    AFTER_ANSWER,
    /** Outcomes, statuses, money, events and messages are written and locked; others see none of it. */
    BEFORE_SETTLE_COMMIT,
    /** All of it is committed; its messages may or may not have reached Kafka. */
    AFTER_SETTLE_COMMIT
}
