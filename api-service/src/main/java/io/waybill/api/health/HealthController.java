package io.waybill.api.health;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.waybill.api.http.Answer;
import io.waybill.api.http.Content;
import io.waybill.api.security.Public;
import io.waybill.error.ErrorCode;
import io.waybill.error.Refusal;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.Map;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;

@Controller
final class HealthController {
    private static final String PROMETHEUS_TEXT = "text/plain; version=0.0.4; charset=utf-8";

    private final Readiness readiness;
    private final PrometheusMeterRegistry metrics;

    HealthController(Readiness readiness, PrometheusMeterRegistry metrics) {
        this.readiness = readiness;
        this.metrics = metrics;
    }

    @Public
    @GetMapping("/api/v1/health")
    Answer health() {
        return readiness.canTakeOrders() ? Answer.ok(new Health(true, 1)) : notReady();
    }

    /** The process answers: whoever restarts it need not. */
    @Public
    @GetMapping("/livez")
    Answer live() {
        return Answer.ok(new Probe(true));
    }

    /** Requests may be sent here. */
    @Public
    @GetMapping("/readyz")
    Answer ready() {
        return readiness.canTakeOrders() ? Answer.ok(new Probe(true)) : notReady();
    }

    @Public
    @GetMapping("/metrics")
    Answer metrics() {
        return new Answer.Rendered(
                HttpServletResponse.SC_OK, Content.text(PROMETHEUS_TEXT, metrics.scrape()), Map.of());
    }

    private static Answer notReady() {
        return Answer.refused(Refusal.of(
                ErrorCode.UNAVAILABLE,
                "This instance can't take orders now: it is stopping, or its database can't be reached.",
                Duration.ofSeconds(2)));
    }

    private record Health(boolean ok, int version) {}

    private record Probe(boolean ok) {}
}
