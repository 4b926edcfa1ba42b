package io.waybill.api.placing;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.Locale;

/** Reads how long a client prefers to wait, from {@code Prefer: wait=20}. */
final class Patience {
    static final Duration MOST = Duration.ofSeconds(20);

    private Patience() {}

    /** Zero if it says nothing, or nothing that makes sense: a preference is no reason to refuse. */
    static Duration of(HttpServletRequest request) {
        return Collections.list(request.getHeaders("Prefer")).stream()
                .flatMap(header -> Arrays.stream(header.split("[,;]")))
                .map(preference -> preference.replace(" ", "").replace("\"", "").toLowerCase(Locale.ROOT))
                .filter(preference -> preference.matches("wait=[0-9]{1,9}"))
                .map(preference -> Duration.ofSeconds(Long.parseLong(preference.substring("wait=".length()))))
                .findFirst()
                .map(wait -> wait.compareTo(MOST) > 0 ? MOST : wait)
                .orElse(Duration.ZERO);
    }
}
