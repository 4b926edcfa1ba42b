package planted.adapters.provider.panel;

public final class Panel {
    private Panel() {}
}
