package io.waybill.money;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MoneyTest {
    @ParameterizedTest
    @CsvSource({
        "10.25, 10250000",
        "0.000001, 1",
        "7, 7000000",
        "-1.5, -1500000",
        "9223372036854.775807, 9223372036854775807"
    })
    void aPlainDecimalIsReadToTheMicro(String text, long micros) {
        assertThat(Usd.parse(text)).isEqualTo(Usd.ofMicros(micros));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "1e3", "1.0000001", " 1", "+1", ".5", "1.", "NaN", "٣", "9223372036854.775808", "1,000"})
    void anythingElseIsNoAmount(String text) {
        assertThatThrownBy(() -> Usd.parse(text)).isInstanceOf(NumberFormatException.class);
    }

    @Test
    void amountsAreShownWithTwoDecimalsOrAsManyAsTheyNeed() {
        assertThat(Usd.ofMicros(10_250_000).toShortString()).isEqualTo("10.25");
        assertThat(Usd.ofMicros(4_500_000).toShortString()).isEqualTo("4.50");
        assertThat(Usd.ofMicros(9_225_000).toShortString()).isEqualTo("9.225");
        assertThat(Usd.ofMicros(1_025_000).toLongString()).isEqualTo("1.025000");
        assertThat(Usd.ZERO.toShortString()).isEqualTo("0.00");
    }

    @Test
    void sumsOutOfRangeAreRefusedInsteadOfWrapped() {
        Usd most = Usd.ofMicros(Long.MAX_VALUE);
        assertThatThrownBy(() -> most.plus(Usd.ofMicros(1))).isInstanceOf(ArithmeticException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "1025000, 1, 1, 1025000",
        "900000, 1000, 1, 900",
        "900001, 1000, 1, 901",
        "1, 1000, 1, 1",
        "333, 1000, 3, 1",
        "250, 1, 4, 1000"
    })
    void aChargeIsRoundedUpToAMicro(long perUnit, int unit, int quantity, long charge) {
        assertThat(new Price(Usd.ofMicros(perUnit), unit).charge(quantity)).isEqualTo(Usd.ofMicros(charge));
    }

    @Test
    void aChargeOutOfRangeIsRefused() {
        Price price = new Price(Usd.ofMicros(Long.MAX_VALUE), 1);
        assertThatThrownBy(() -> price.charge(2)).isInstanceOf(ArithmeticException.class);
    }

    @Test
    void pricesAreShownRoundedUpAndBalancesRoundedDown() {
        DisplayRate taka = new DisplayRate("BDT", new BigDecimal("120.00"));
        assertThat(taka.show(Usd.parse("1.025"))).isEqualTo(new BigDecimal("123.00"));
        assertThat(taka.show(Usd.ofMicros(1))).isEqualTo(new BigDecimal("0.01"));
        assertThat(taka.showBalance(Usd.parse("10.25"))).isEqualTo("৳1,230.00");
        assertThat(taka.showBalance(Usd.parse("0.009999"))).isEqualTo("৳1.19");
    }
}
