package io.waybill.api.orders;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * The limit of waiting for orders to be final.
 *
 * @param waiters requests that may wait at once; one more is answered at once
 */
@Validated
@ConfigurationProperties("waybill.wait")
record WaitSettings(
        @DefaultValue("2000") @Min(0) @Max(50_000) int waiters) {}
