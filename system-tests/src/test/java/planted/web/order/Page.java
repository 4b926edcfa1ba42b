package planted.web.order;

import org.springframework.web.bind.annotation.RestController;

/** Knows the web. */
final class Page {
    Class<?> known() {
        return RestController.class;
    }
}
