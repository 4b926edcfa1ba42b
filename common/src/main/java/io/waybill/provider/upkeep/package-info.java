/**
 * Keeps what the store knows of its providers in step with them: balances and catalogs. Several processes share the
 * work; whose turn it is stands in PostgreSQL, and what is written is fenced by it.
 */
@NullMarked
package io.waybill.provider.upkeep;

import org.jspecify.annotations.NullMarked;
