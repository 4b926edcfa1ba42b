package planted.hidden.order;

/** Shows how it is kept. */
public final class JdbcSold {
    private JdbcSold() {}
}
