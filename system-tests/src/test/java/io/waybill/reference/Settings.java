package io.waybill.reference;

/**
 * A settings record and the name that a service binds it under; one record may be bound under several.
 *
 * @param prefix e.g. {@code waybill.intake}
 */
record Settings(String prefix, Class<?> type) {}
