package io.waybill.api.admin.rejections;

import io.waybill.error.ErrorCode;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which refused requests to list. What is null doesn't filter.
 *
 * @param from inclusive
 * @param to exclusive
 * @param after the id of the last one on the page before
 * @param limit at most so many
 */
record RejectionQuery(
        @Nullable Long accountId,
        @Nullable ErrorCode error,
        @Nullable Long itemId,
        @Nullable Long httpStatus,
        @Nullable Instant from,
        @Nullable Instant to,
        @Nullable Long after,
        int limit) {

    /** The errors to look for. Each has one status: for one that contradicts the status, there are none. */
    List<ErrorCode> errors() {
        return Arrays.stream(ErrorCode.values())
                .filter(code -> error == null || code == error)
                .filter(code -> httpStatus == null || code.httpStatus() == httpStatus)
                .toList();
    }
}
