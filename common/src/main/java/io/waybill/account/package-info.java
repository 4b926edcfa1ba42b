/** Who may order: accounts, their API keys and the wallets that pay. */
@NullMarked
package io.waybill.account;

import org.jspecify.annotations.NullMarked;
