package io.ganchang.load.scenario;

/** What a value of a scenario may be; a value beyond is an error that names its key. */
final class Range {
    private Range() {}

    static void hold(String key, double value, double min, double max) {
        if (!(value >= min && value <= max)) {
            throw new IllegalArgumentException(
                    key + " must be from " + plain(min) + " to " + plain(max) + ", not " + plain(value));
        }
    }

    static void require(boolean holds, String rule) {
        if (!holds) {
            throw new IllegalArgumentException(rule);
        }
    }

    private static String plain(double value) {
        return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
    }
}
