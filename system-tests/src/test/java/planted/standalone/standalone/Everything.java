package planted.standalone.standalone;

public final class Everything {
    private Everything() {}
}
