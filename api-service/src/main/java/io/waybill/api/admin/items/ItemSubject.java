package io.waybill.api.admin.items;

import io.waybill.error.ErrorCode;
import io.waybill.error.Refusal;

/** What an admin's write is about, as the audit log and refusals name it. */
public final class ItemSubject {
    private ItemSubject() {}

    /** As the audit log names it. */
    public static String of(long itemId) {
        return "item:" + itemId;
    }

    /** There is no item with the id that was said. */
    public static Refusal unknown() {
        return Refusal.of(ErrorCode.ITEM_NOT_FOUND, "There is no such item: see GET /api/admin/v1/items.");
    }
}
