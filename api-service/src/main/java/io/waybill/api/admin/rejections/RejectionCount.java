package io.waybill.api.admin.rejections;

import java.time.LocalDate;

/** How many requests were refused with one error on one UTC day. */
record RejectionCount(LocalDate day, String error, long count) {}
