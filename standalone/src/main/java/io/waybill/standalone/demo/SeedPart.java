package io.waybill.standalone.demo;

/**
 * One part of what a fresh store is filled with. Planting it again changes nothing; what an earlier start left undone,
 * because it was killed, this one does.
 */
interface SeedPart {
    void plant();
}
