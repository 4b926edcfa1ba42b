package io.waybill.provider.http;

import java.time.Duration;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.core.env.Environment;
import org.springframework.util.unit.DataSize;

/**
 * How much of a provider's answers is read; each protocol has its own settings, named {@code waybill.<protocol>}.
 * Time-outs of single answers belong to the provider's account.
 *
 * @param answerSize most that is read of the answer to a purchase or a question for the balance; up to 16 MiB
 * @param catalogSize most that is read of a catalog; up to 1 GiB
 * @param catalogRows most rows in a catalog; up to 2,000,000
 * @param catalogTime longest that reading a catalog may take as a whole; up to 30 minutes
 */
public record AnswerLimits(
        @DefaultValue("1MB") DataSize answerSize,
        @DefaultValue("64MB") DataSize catalogSize,
        @DefaultValue("500000") int catalogRows,
        @DefaultValue("5m") Duration catalogTime) {
    public static final AnswerLimits DEFAULT =
            new AnswerLimits(DataSize.ofMegabytes(1), DataSize.ofMegabytes(64), 500_000, Duration.ofMinutes(5));

    public AnswerLimits {
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

    /** As the settings say, and the defaults where they say nothing. */
    public static AnswerLimits of(Environment environment, String protocol) {
        return Binder.get(environment).bindOrCreate("waybill." + protocol, AnswerLimits.class);
    }

    private static void check(String name, long value, long least, long most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(name + " is " + value + ", must be " + least + " to " + most);
        }
    }
}
