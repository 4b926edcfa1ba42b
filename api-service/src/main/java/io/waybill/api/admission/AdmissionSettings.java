package io.waybill.api.admission;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How many requests are let in.
 *
 * @param requests requests that are served at once, those included that wait in a lane or for their order's end; one
 *     more is refused at once; 0 = as many as fit into a quarter of the heap, 128 KiB each
 */
@Validated
@ConfigurationProperties("waybill.admission")
public record AdmissionSettings(
        @DefaultValue("0") @Min(0) @Max(100_000) int requests) {
    /** What Tomcat's buffers and a thread take: 119 KiB were measured. */
    private static final int REQUEST_BYTES = 128 * 1024;

    private static final int LEAST = 64;
    private static final int MOST = 100_000;

    public AdmissionSettings {
        requests = requests == 0 ? requestsFor(Runtime.getRuntime().maxMemory()) : requests;
    }

    /** The rest is for what the service keeps, connections without a request, and the collector. */
    private static int requestsFor(long heap) {
        return Math.clamp(heap / 4 / REQUEST_BYTES, LEAST, MOST);
    }
}
