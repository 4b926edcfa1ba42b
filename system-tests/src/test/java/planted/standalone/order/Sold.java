package planted.standalone.order;

import planted.standalone.standalone.Everything;

/** Knows the whole. */
final class Sold {
    Class<?> known() {
        return Everything.class;
    }
}
