/** Whose turn it is to do a chore for a provider, among several processes; it stands in PostgreSQL. */
@NullMarked
package io.waybill.provider.upkeep.turn;

import org.jspecify.annotations.NullMarked;
