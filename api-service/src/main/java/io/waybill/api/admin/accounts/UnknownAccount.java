package io.waybill.api.admin.accounts;

import io.waybill.error.ErrorCode;
import io.waybill.error.Refusal;

/** The refusal of an id that no account has. */
public final class UnknownAccount {
    private UnknownAccount() {}

    public static Refusal refusal() {
        return Refusal.of(ErrorCode.USER_NOT_FOUND, "There is no such account.");
    }
}
