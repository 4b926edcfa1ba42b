package io.waybill.reference;

/**
 * One setting of a service.
 *
 * @param name e.g. {@code waybill.intake.lanes}
 * @param initial what it is unless it is set
 * @param meaning as its record documents it
 */
record Setting(String name, String initial, String meaning) {}
