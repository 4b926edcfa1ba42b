package planted.services.sync;

import planted.services.api.Intake;

/** Knows the other service. */
final class Job {
    Class<?> known() {
        return Intake.class;
    }
}
