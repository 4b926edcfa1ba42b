package planted.floating.money;

final class Price {
    double value() {
        return 0.1;
    }
}
