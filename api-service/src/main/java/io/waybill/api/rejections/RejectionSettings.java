package io.waybill.api.rejections;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How much is kept of what was refused.
 *
 * @param queue refusals waiting to be written; past it they are only counted
 * @param batch refusals written at once
 * @param keep the newest so many stay in the table, a little more between two trims
 */
@Validated
@ConfigurationProperties("waybill.rejections")
record RejectionSettings(
        @DefaultValue("10000") @Min(100) @Max(1_000_000) int queue,
        @DefaultValue("500") @Min(1) @Max(10_000) int batch,
        @DefaultValue("100000") @Min(1) @Max(10_000_000) int keep) {}
