package io.waybill.api.admin.upstream;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How imports by hand behave.
 *
 * @param patience how long a running sync of the same provider is waited for before the import is refused; up to a
 *     minute
 */
@ConfigurationProperties("waybill.admin.import")
record ImportSettings(@DefaultValue("5s") Duration patience) {
    ImportSettings {
        if (patience.isNegative() || patience.compareTo(Duration.ofMinutes(1)) > 0) {
            throw new IllegalArgumentException(
                    "waybill.admin.import.patience is " + patience + ", must be 0 to 60 seconds");
        }
    }
}
