package planted.simulator.order;

public final class Sold {
    private Sold() {}
}
