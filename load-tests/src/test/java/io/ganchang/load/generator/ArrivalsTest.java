package io.ganchang.load.generator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Percentage.withPercentage;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ArrivalsTest {
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    @Test
    void constantArrivalsAreExact() {
        Arrivals constant = new Arrivals.Constant(500);
        assertThat(due(constant, 4)).containsExactly(0, 2_000_000, 4_000_000, 6_000_000);
        assertThat(constant.dueNanos(500L * 3600 * 24)).isEqualTo(SECOND * 3600 * 24);
    }

    @Test
    void poissonArrivalsHaveTheMeanAndTheSpreadOfTheirKind() {
        int many = 200_000;
        long[] due = due(new Arrivals.Poisson(1000, 7), many);
        assertThat(due).isSorted();
        assertThat(due[many - 1]).isCloseTo(many * SECOND / 1000, withPercentage(1));
        // of exponential gaps a share of 1 - 1/e is shorter than the mean
        long shorter = LongStream.range(1, many)
                .filter(i -> due[(int) i] - due[(int) i - 1] < SECOND / 1000)
                .count();
        assertThat(shorter).isCloseTo(Math.round(many * (1 - Math.exp(-1))), withPercentage(1));
    }

    @Test
    void poissonArrivalsAreTheSameForTheSameSeedInWhateverOrderTheyAreAsked() {
        Arrivals poisson = new Arrivals.Poisson(1000, 7);
        long[] first = due(poisson, 100);
        assertThat(due(new Arrivals.Poisson(1000, 7), 100)).isEqualTo(first);
        assertThat(due(new Arrivals.Poisson(1000, 8), 100)).isNotEqualTo(first);
        assertThat(poisson.dueNanos(50)).isEqualTo(first[50]);
        assertThat(poisson.dueNanos(3)).isEqualTo(first[3]);
        assertThat(poisson.dueNanos(3)).isEqualTo(first[3]);
    }

    @Test
    void aBurstComesWithinItsSecondAfterTheCountdown() {
        long[] due = due(burst(9), 10_000);
        assertThat(due).isSorted().isEqualTo(due(burst(9), 10_000)).isNotEqualTo(due(burst(10), 10_000));
        assertThat(due[0]).isBetween(3 * SECOND, 3 * SECOND + SECOND / 100);
        assertThat(due[9_999]).isBetween(4 * SECOND - SECOND / 100, 4 * SECOND);
        assertThat(burst(9).dueNanos(10_000)).isEqualTo(4 * SECOND);
        assertThat(burst(9).dueNanos(20_000)).isEqualTo(5 * SECOND);
    }

    @Test
    void aRateOfNothingIsRefused() {
        assertThatThrownBy(() -> new Arrivals.Constant(0)).hasMessageContaining("more than 0");
        assertThatThrownBy(() -> new Arrivals.Poisson(-1, 1)).hasMessageContaining("more than 0");
        assertThatThrownBy(() -> new Arrivals.Burst(0, Duration.ZERO, Duration.ofSeconds(1), 1))
                .hasMessageContaining("more than 0");
    }

    private static Arrivals burst(long seed) {
        return new Arrivals.Burst(10_000, Duration.ofSeconds(3), Duration.ofSeconds(1), seed);
    }

    private static long[] due(Arrivals arrivals, int count) {
        return LongStream.range(0, count).map(arrivals::dueNanos).toArray();
    }
}
