package io.waybill.fulfillment.settle;

import io.waybill.fulfillment.ruling.Ruling;
import io.waybill.fulfillment.ruling.Standing;

/** An outcome that was ruled on: how its attempt stood before, and the ruling. */
record Settled(Finished finished, Standing standing, Ruling ruling) {
    boolean isTooLate() {
        return ruling instanceof Ruling.TooLate;
    }

    boolean isLateSuccess() {
        return switch (ruling) {
            case Ruling.Resolved resolved -> resolved.lateSuccess();
            case Ruling.TooLate late -> late.lateSuccess();
            case Ruling.StillUnknown _ -> false;
        };
    }
}
