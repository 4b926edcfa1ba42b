package io.waybill.api.admin.rejections;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A refused request, or a refused element of a batch.
 *
 * @param accountId null: nobody was recognised
 * @param body masked; null where there was none that could be read
 */
record RejectionView(
        long rejectionId,
        String requestId,
        Instant at,
        @Nullable Long accountId,
        @Nullable Long apiKeyId,
        String method,
        String path,
        @Nullable Long itemId,
        int httpStatus,
        String error,
        String message,
        @Nullable String body) {}
