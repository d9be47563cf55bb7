package io.ganchang.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.ganchang.telemetry.Health.Meaning;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HealthTest {
    private final Health health = new Health();

    @Test
    void aServerIsReadyFromWhenItServesUntilItStops() {
        assertThat(health.readiness().problems()).containsExactly("the server is starting");
        health.serving();
        assertThat(health.readiness().isReady()).isTrue();
        health.stopping();
        assertThat(health.readiness().problems()).containsExactly("the server is stopping");
        assertThat(health.faults()).isEmpty();
    }

    @Test
    void aFindingIsShownWhereItsMeaningIs() {
        health.serving();
        health.add(Meaning.DEAD, "loops", () -> List.of("a loop hangs"));
        assertThat(health.faults()).containsExactly("a loop hangs");
        assertThat(health.readiness().isReady()).isTrue();

        health.add(Meaning.WARNING, "sessions", () -> List.of("a session is halted"));
        assertThat(health.readiness().isReady()).isTrue();
        assertThat(health.readiness().warnings()).containsExactly("a session is halted");

        health.add(Meaning.NOT_READY, "Redis", () -> List.of("Redis is down"));
        assertThat(health.readiness().problems()).containsExactly("Redis is down");
    }

    @Test
    void aCheckThatFailsIsAFindingAndHidesNoOther() {
        health.serving();
        health.add(Meaning.NOT_READY, "the first", () -> {
            throw new IllegalStateException("on purpose");
        });
        health.add(Meaning.NOT_READY, "the second", () -> List.of("found"));
        assertThat(health.readiness().problems())
                .containsExactly("the first could not be checked; the log says why", "found");
    }

    @Test
    void whatOneCheckFindsIsBounded() {
        health.add(
                Meaning.WARNING,
                "sessions",
                () -> IntStream.range(0, 1_000).mapToObj(i -> "s" + i).toList());
        assertThat(health.readiness().warnings()).hasSize(21).contains("s0", "sessions: 980 more");
    }
}
