package planted.ledger.order;

public final class Sold {
    private Sold() {}
}
