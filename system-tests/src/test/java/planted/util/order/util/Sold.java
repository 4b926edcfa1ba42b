package planted.util.order.util;

final class Sold {}
