package io.waybill.api.admin.failures;

/** A failure with its place in the list. */
public record Placed(FailureRow row, Place place) {}
