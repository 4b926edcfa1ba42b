package io.waybill.api.placing;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * The limits of placing orders over HTTP.
 *
 * @param body the largest body of one order
 * @param batchBody the largest body of a batch
 * @param batch the most orders of a batch
 */
@Validated
@ConfigurationProperties("waybill.orders")
record OrderLimits(
        @DefaultValue("64KB") DataSize body,
        @DefaultValue("1MB") DataSize batchBody,
        @DefaultValue("500") @Min(1) @Max(500) int batch) {
    private static final DataSize MOST = DataSize.ofMegabytes(16);

    OrderLimits {
        if (body.compareTo(MOST) > 0 || batchBody.compareTo(MOST) > 0) {
            throw new IllegalArgumentException("waybill.orders: a body may have at most " + MOST);
        }
    }
}
