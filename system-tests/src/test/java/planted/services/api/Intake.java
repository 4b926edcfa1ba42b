package planted.services.api;

public final class Intake {
    private Intake() {}
}
