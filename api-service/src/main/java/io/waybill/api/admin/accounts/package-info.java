/** What admins do to accounts: open and change them, and move money in and out of their wallets. */
@NullMarked
package io.waybill.api.admin.accounts;

import org.jspecify.annotations.NullMarked;
