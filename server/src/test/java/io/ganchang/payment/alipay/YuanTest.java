package io.ganchang.payment.alipay;

import static org.assertj.core.api.Assertions.assertThat;

import io.ganchang.domain.PaymentNotice;
import java.math.BigDecimal;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Yuan and fen are turned into each other to the fen. */
class YuanTest {

    @ParameterizedTest
    @CsvSource({"1,0.01", "10,0.10", "99,0.99", "100,1.00", "3990,39.90", "123456789,1234567.89"})
    void fenAreWrittenWithTwoDecimals(long fen, String yuan) {
        assertThat(Yuan.of(fen)).isEqualTo(yuan);
        assertThat(Yuan.fen(yuan)).hasValue(fen);
    }

    @ParameterizedTest
    @CsvSource({"20,2000", "20.5,2050", "0.1,10", "100000000000.00,10000000000000"})
    void decimalsMayBeLeftOut(String yuan, long fen) {
        assertThat(Yuan.fen(yuan)).hasValue(fen);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "0",
                "0.00",
                "-1",
                "+1",
                "1.",
                ".5",
                "1.234",
                "01",
                "1e3",
                "1,000",
                " 1",
                "1 ",
                "１",
                "NaN",
                "0x10",
                "100000000000.01",
                "99999999999999999999"
            })
    void whatIsNoAmountIsNone(String yuan) {
        assertThat(Yuan.fen(yuan)).isEmpty();
    }

    @Test
    void everyAmountComesBack() {
        long seed = 919;
        Random random = new Random(seed);
        for (int i = 0; i < 10_000; i++) {
            long fen = 1 + (long) (random.nextDouble() * (PaymentNotice.AMOUNT_MINOR_MAX - 1));
            assertThat(Yuan.fen(Yuan.of(fen))).as("seed %d", seed).hasValue(fen);
            assertThat(Yuan.of(fen)).isEqualTo(BigDecimal.valueOf(fen, 2).toPlainString());
        }
    }
}
