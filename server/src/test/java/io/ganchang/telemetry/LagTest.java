package io.ganchang.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.ganchang.telemetry.Lag.Position;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LagTest {
    private final AtomicLong nanos = new AtomicLong(-5);
    private final Lag<String> lag = new Lag<>(nanos::get);

    private void pass(int seconds) {
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(seconds));
    }

    private void look(long reached, long known) {
        lag.look(List.of(new Position<>("melons", reached, known)));
    }

    @Test
    void nothingIsBehindBeforeTheFirstLookAndWhereAllIsReached() {
        assertThat(lag.seconds()).isZero();
        look(7, 7);
        pass(9);
        assertThat(lag.events()).isZero();
        assertThat(lag.seconds()).isZero();
    }

    @Test
    void whatIsNotReachedAgesAlsoWhileNobodyLooks() {
        look(7, 10);
        pass(4);
        assertThat(lag.events()).isEqualTo(3);
        assertThat(lag.seconds()).isEqualTo(4);
    }

    /** A busy stream is never level when looked at; that alone is no lag. */
    @Test
    void aFollowerThatKeepsUpOnABusyStreamIsNeverLongBehind() {
        for (int second = 0; second < 60; second++) {
            look(100L * second, 100L * second + 90);
            assertThat(lag.seconds()).isLessThanOrEqualTo(1);
            pass(1);
        }
    }

    @Test
    void theOldestEventThatWaitsCounts() {
        look(0, 10);
        pass(1);
        look(5, 20);
        pass(1);
        assertThat(lag.seconds()).isEqualTo(2);
        look(10, 20);
        assertThat(lag.seconds()).isZero();
    }

    @Test
    void theStreamThatIsMostBehindCountsAndOneThatIsNotNamedIsLevel() {
        lag.look(List.of(new Position<>("melons", 1, 4), new Position<>("pears", 1, 100)));
        assertThat(lag.events()).isEqualTo(99);
        pass(3);
        lag.look(List.of(new Position<>("melons", 1, 4)));
        assertThat(lag.events()).isEqualTo(3);
        assertThat(lag.seconds()).isEqualTo(3);
        lag.look(List.of());
        assertThat(lag.seconds()).isZero();
    }
}
