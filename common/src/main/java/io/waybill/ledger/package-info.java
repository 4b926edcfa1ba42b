/** Where the money is: transfers between wallets and house accounts. */
@NullMarked
package io.waybill.ledger;

import org.jspecify.annotations.NullMarked;
