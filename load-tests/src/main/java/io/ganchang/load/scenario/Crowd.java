package io.ganchang.load.scenario;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.ganchang.load.generator.Arrivals;
import java.time.Duration;

/**
 * How many come, and when.
 *
 * @param count how many presses of the button; 0 for none
 * @param seconds in which they come, by the clock of the show
 */
public record Crowd(Kind kind, int count, double seconds) {
    private static final int COUNT_MAX = 10_000_000;
    private static final int SECONDS_MAX = 24 * 3600;
    private static final double SECONDS_MIN = 0.01;
    private static final double NANOS = 1e9;

    /** How they are spread over the time. */
    public enum Kind {
        /** At equal distances. */
        @JsonProperty("constant")
        CONSTANT,
        /** Independent of each other, at an even mean rate. */
        @JsonProperty("poisson")
        POISSON,
        /** All within the time, each at a moment of their own. */
        @JsonProperty("burst")
        BURST
    }

    public Crowd {
        Range.hold("count", count, 0, COUNT_MAX);
        Range.hold("seconds", seconds, SECONDS_MIN, SECONDS_MAX);
    }

    /** How long it takes, told so many times as fast. */
    public Duration span(double timeLapse) {
        return Duration.ofNanos((long) (seconds / timeLapse * NANOS));
    }

    /** When each comes where the show is told so many times as fast as it was. */
    public Arrivals arrivals(double timeLapse, long seed) {
        int some = Math.max(1, count);
        double perSecond = some * timeLapse / seconds;
        return switch (kind) {
            case CONSTANT -> new Arrivals.Constant(perSecond);
            case POISSON -> new Arrivals.Poisson(perSecond, seed);
            case BURST -> new Arrivals.Burst(some, Duration.ZERO, span(timeLapse), seed);
        };
    }
}
