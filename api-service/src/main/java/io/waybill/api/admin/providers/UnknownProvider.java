package io.waybill.api.admin.providers;

import io.waybill.error.ErrorCode;
import io.waybill.error.Refusal;

/** The refusal of an id that no provider has. */
public final class UnknownProvider {
    private UnknownProvider() {}

    public static Refusal refusal() {
        return Refusal.of(ErrorCode.NOT_FOUND, "There is no such provider: see GET /api/admin/v1/providers.");
    }
}
