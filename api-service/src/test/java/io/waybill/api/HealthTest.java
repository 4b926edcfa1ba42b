package io.waybill.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class HealthTest extends ApiTest {
    @Test
    void health_answers_exactly_what_the_contract_says() {
        Reply reply = http.get("/api/v1/health", "");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.text()).isEqualTo("{\"ok\":true,\"version\":1}");
        assertThat(reply.header("Content-Type")).isEqualToIgnoringCase("application/json; charset=utf-8");
    }

    @Test
    void probes_and_metrics_are_open() {
        assertThat(http.get("/livez", "").status()).isEqualTo(200);
        assertThat(http.get("/readyz", "").status()).isEqualTo(200);
        Reply metrics = http.get("/metrics", "");
        assertThat(metrics.status()).isEqualTo(200);
        assertThat(metrics.header("Content-Type")).startsWith("text/plain");
        assertThat(metrics.text()).contains("jvm_memory_used_bytes", "hikaricp_connections", "http_server_requests");
    }

    @Test
    void nothing_of_the_actuator_is_exposed() {
        for (String path :
                new String[] {"/actuator", "/actuator/health", "/health", "/env", "/actuator/env", "/error"}) {
            assertRefused(http.get(path, ""), 404, "not_found");
        }
    }
}
