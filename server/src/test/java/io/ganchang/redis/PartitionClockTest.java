package io.ganchang.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PartitionClockTest {
    private static final long START_MS = 1_800_000_000_000L;

    private long nowMs = 5_000;
    private final PartitionClock clock = new PartitionClock(() -> TimeUnit.MILLISECONDS.toNanos(nowMs));

    /** A call that takes {@code tripMs} and meets the partition's time {@code partitionMs}; whether it shows a jump. */
    private boolean call(long partitionMs, long tripMs) {
        long sentNanos = clock.nanos();
        nowMs += tripMs;
        return clock.learn(partitionMs, sentNanos);
    }

    @Test
    void betweenRepliesItGoesOnByItself() {
        assertThat(clock.isUnset()).isTrue();
        assertThat(call(START_MS, 0)).isFalse();
        nowMs += 700;
        assertThat(clock.estimateMs()).isEqualTo(START_MS + 700);
    }

    @Test
    void aJumpIsNotFollowed() {
        call(START_MS, 0);
        nowMs += 100;
        assertThat(call(START_MS + 100 + 1_001, 0)).isTrue();
        assertThat(clock.isSuspect()).isTrue();
        assertThat(clock.estimateMs()).isEqualTo(START_MS + 100);
        assertThat(call(START_MS + 100 - 1_001, 0)).isTrue();
        assertThat(call(START_MS + 100 + 1_000, 0)).as("drift").isFalse();
    }

    /** A reply that took long shows the time of any moment of its journey. */
    @Test
    void aSlowReplyIsNoJump() {
        call(START_MS, 0);
        assertThat(call(START_MS + 10, 5_000)).isFalse();
        assertThat(call(START_MS + 5_000 + 4_990, 5_000)).isFalse();
    }

    @Test
    void aClockThatStandsStillIsFound() {
        call(START_MS, 1);
        boolean found = false;
        for (int i = 0; i < 30 && !found; i++) {
            nowMs += 100;
            found = call(START_MS, 1);
        }
        assertThat(found).isTrue();
    }

    @Test
    void aReplyThatWasOvertakenTellsNothing() {
        long sentNanos = clock.nanos();
        nowMs += 5;
        call(START_MS, 1);
        assertThat(clock.learn(START_MS + 3_600_000, sentNanos)).isFalse();
    }

    @Test
    void slowDriftIsFollowed() {
        call(START_MS, 1);
        for (int i = 1; i <= 100; i++) {
            nowMs += 11_000;
            assertThat(call(START_MS + i * 11_100L, 1)).isFalse();
        }
    }

    @Test
    void aClockThatWasSetIsTakenOver() {
        call(START_MS, 0);
        call(START_MS + 3_600_000, 0);
        clock.adopt(1, START_MS + 50, clock.nanos());
        assertThat(clock.isSuspect()).isFalse();
        assertThat(clock.number()).isEqualTo(1);
        assertThat(clock.estimateMs()).isEqualTo(START_MS + 50);
    }
}
