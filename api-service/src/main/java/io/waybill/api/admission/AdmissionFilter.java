package io.waybill.api.admission;

import io.micrometer.core.instrument.Counter;
import io.waybill.api.http.RefusedException;
import io.waybill.error.ErrorCode;
import io.waybill.error.Refusal;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Refuses what there is no room for before anything of it is read. A client is whoever presents the same key, known or
 * not: to look keys up is work that a crowd must not cause.
 */
final class AdmissionFilter extends OncePerRequestFilter {
    /** Whoever restarts an instance, or sends requests elsewhere, is answered above all when it is crowded. */
    private static final Set<String> ALWAYS = Set.of("/livez", "/readyz", "/metrics", "/api/v1/health");

    /** A body of so many bytes takes, with what is made of it, about what a request takes anyway. */
    private static final int BODY_BYTES = 32 * 1024;

    /** What is assumed of a body that doesn't say: about as much as any may have. */
    private static final int UNKNOWN_BODY_BYTES = 1024 * 1024;

    private final Admission admission;
    private final Counter refused;

    AdmissionFilter(Admission admission, Counter refused) {
        this.admission = admission;
        this.refused = refused;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return ALWAYS.contains(request.getRequestURI());
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        String client = client(request);
        int places = places(request);
        if (!admission.enter(client, places)) {
            refused.increment();
            throw new RefusedException(Refusal.of(
                    ErrorCode.UNAVAILABLE, "More requests have come than can be served at once: send this one again."));
        }
        try {
            chain.doFilter(request, response);
        } finally {
            admission.leave(client, places);
        }
    }

    private static String client(HttpServletRequest request) {
        String key = request.getHeader("X-API-Key");
        String authorization = key == null ? request.getHeader("Authorization") : key;
        return authorization == null ? "" : authorization;
    }

    private static int places(HttpServletRequest request) {
        boolean unknown = request.getHeader("Transfer-Encoding") != null;
        long bytes = unknown ? UNKNOWN_BODY_BYTES : Math.max(0, request.getContentLengthLong());
        return Math.clamp(1 + bytes / BODY_BYTES, 1, Integer.MAX_VALUE);
    }
}
