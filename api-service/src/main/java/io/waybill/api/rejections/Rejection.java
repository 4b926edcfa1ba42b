package io.waybill.api.rejections;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A refused request, or a refused element of a batch, as it is kept: masked. */
record Rejection(
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
        @Nullable String maskedBody) {}
