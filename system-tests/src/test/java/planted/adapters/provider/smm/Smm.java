package planted.adapters.provider.smm;

import planted.adapters.provider.panel.Panel;

/** Knows the other adapter. */
final class Smm {
    Class<?> known() {
        return Panel.class;
    }
}
