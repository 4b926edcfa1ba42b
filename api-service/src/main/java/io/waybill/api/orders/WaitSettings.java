package io.waybill.api.orders;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * The limit of waiting for orders to be final.
 *
 * @param waiters requests that may wait at once; one more is answered at once; 0 = half of those that
 *     {@code waybill.admission.requests} lets in, so that they leave room for those who order
 */
@Validated
@ConfigurationProperties("waybill.wait")
record WaitSettings(@DefaultValue("0") @Min(0) @Max(50_000) int waiters) {
    int waitersAmong(int requests) {
        return waiters == 0 ? requests / 2 : waiters;
    }
}
