/** Our balances at providers, what they say about a provider's health, and whether they are low. */
@NullMarked
package io.waybill.provider.upkeep.balance;

import org.jspecify.annotations.NullMarked;
