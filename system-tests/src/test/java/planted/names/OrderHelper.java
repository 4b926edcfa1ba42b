package planted.names;

final class OrderHelper {}
