package io.waybill.provider.upkeep.turn;

import java.time.OffsetDateTime;

/**
 * The right to do one chore for one provider, until it is finished, or passes on because it was not renewed.
 *
 * @param holder nobody else's: a turn that is taken again has another one
 * @param dueAt when it was due; if that has changed when the turn ends, somebody has asked for another run meanwhile
 */
public record Turn(long providerId, Chore chore, String holder, OffsetDateTime dueAt) {}
