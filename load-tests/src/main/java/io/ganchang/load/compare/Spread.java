package io.ganchang.load.compare;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Least, middle and largest of what the repeats gave. */
record Spread(double min, double median, double max) {

    /** Of at least one value. */
    static Spread of(List<Double> values) {
        double[] sorted =
                values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        int middle = sorted.length / 2;
        double median = sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        return new Spread(sorted[0], median, Arrays.stream(sorted).max().orElseThrow());
    }

    /** All three; one where they are the same. */
    String told(int decimals) {
        return min == max
                ? number(median, decimals)
                : number(min, decimals) + '–' + number(median, decimals) + '–' + number(max, decimals);
    }

    private static String number(double value, int decimals) {
        return String.format(Locale.ROOT, "%,." + decimals + "f", value);
    }
}
