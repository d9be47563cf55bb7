package io.ganchang.load.report;

import java.util.List;

/**
 * Lines over one axis of time.
 *
 * @param unit of what goes upwards
 * @param seconds when each value was taken, rising
 */
public record Plot(String title, String unit, List<Double> seconds, List<Line> lines) {

    /**
     * One line of a plot.
     *
     * @param values one for each moment, NaN where there is none
     */
    public record Line(String name, List<Double> values) {
        public Line {
            values = List.copyOf(values);
        }

        /** Whether it has anything to show. */
        boolean isDrawn() {
            return values.stream().anyMatch(value -> !value.isNaN());
        }
    }

    public Plot {
        seconds = List.copyOf(seconds);
        lines = lines.stream().filter(Line::isDrawn).toList();
    }

    /** Whether there is anything to draw. */
    boolean isDrawn() {
        return !seconds.isEmpty() && !lines.isEmpty();
    }
}
