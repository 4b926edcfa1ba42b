package io.waybill.api.orders;

import io.waybill.api.http.Answer;
import io.waybill.error.ErrorCode;
import io.waybill.error.Refusal;

/** Order ids in paths. */
final class OrderIds {
    /** No order has it. */
    private static final long NONE = -1;

    private OrderIds() {}

    /** What is no id is as good as an unknown one. */
    static long parse(String text) {
        return text.matches("[0-9]{1,18}") ? Long.parseLong(text) : NONE;
    }

    static Answer notFound() {
        return Answer.refused(Refusal.of(ErrorCode.ORDER_NOT_FOUND, "You have no order with this id."));
    }
}
