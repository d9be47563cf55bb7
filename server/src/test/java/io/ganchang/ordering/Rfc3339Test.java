package io.ganchang.ordering;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Rfc3339Test {
    private static final DateTimeFormatter OF_THE_JDK =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    @ParameterizedTest
    @CsvSource({
        "0, 1970-01-01T00:00:00.000Z",
        "1, 1970-01-01T00:00:00.001Z",
        "-1, 1969-12-31T23:59:59.999Z",
        "1582934399999, 2020-02-28T23:59:59.999Z",
        "1582934400000, 2020-02-29T00:00:00.000Z",
        "253402300799999, 9999-12-31T23:59:59.999Z",
        "253402300800000, +10000-01-01T00:00:00.000Z"
    })
    void writesTheEdges(long epochMs, String text) {
        assertThat(Rfc3339.of(epochMs)).isEqualTo(text);
    }

    @Test
    void writesWhatTheFormatterOfTheJdkWrites() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 100_000; i++) {
            long epochMs = random.nextLong(-62_167_219_200_000L, 253_402_300_800_000L); // the years 0 to 9999
            assertThat(Rfc3339.of(epochMs))
                    .as("%d, seed %d", epochMs, seed)
                    .isEqualTo(OF_THE_JDK.format(Instant.ofEpochMilli(epochMs)));
        }
    }
}
