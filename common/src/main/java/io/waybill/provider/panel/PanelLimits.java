package io.waybill.provider.panel;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How much of a panel's answers is read. Time-outs of single answers belong to the provider's account.
 *
 * @param answerSize most that is read of the answer to a purchase or a question for the balance; up to 16 MiB
 * @param catalogSize most that is read of a catalog; up to 1 GiB
 * @param catalogRows most rows in a catalog; up to 2,000,000
 * @param catalogTime longest that reading a catalog may take as a whole; up to 30 minutes
 */
@ConfigurationProperties("waybill.panel")
public record PanelLimits(
        @DefaultValue("1MB") DataSize answerSize,
        @DefaultValue("64MB") DataSize catalogSize,
        @DefaultValue("500000") int catalogRows,
        @DefaultValue("5m") Duration catalogTime) {
    public static final PanelLimits DEFAULT =
            new PanelLimits(DataSize.ofMegabytes(1), DataSize.ofMegabytes(64), 500_000, Duration.ofMinutes(5));

    public PanelLimits {
        check(
                "answer-size",
                answerSize.toBytes(),
                1024,
                DataSize.ofMegabytes(16).toBytes());
        check(
                "catalog-size",
                catalogSize.toBytes(),
                1024,
                DataSize.ofGigabytes(1).toBytes());
        check("catalog-rows", catalogRows, 1, 2_000_000);
        check(
                "catalog-time",
                catalogTime.toMillis(),
                100,
                Duration.ofMinutes(30).toMillis());
    }

    private static void check(String name, long value, long least, long most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(
                    "waybill.panel." + name + " is " + value + ", must be " + least + " to " + most);
        }
    }
}
