package planted.order.provider;

public final class Seller {
    private Seller() {}
}
