package planted.money.order;

public final class Sold {
    private Sold() {}
}
