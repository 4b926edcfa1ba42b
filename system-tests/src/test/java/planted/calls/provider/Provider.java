package planted.calls.provider;

public interface Provider {
    void buy();
}
