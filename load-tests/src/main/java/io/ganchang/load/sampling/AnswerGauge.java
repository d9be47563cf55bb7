package io.ganchang.load.sampling;

import io.ganchang.load.traffic.Tally;
import io.ganchang.load.traffic.Tally.Count;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/** What was answered, by kind. */
public final class AnswerGauge {
    private final Tally tally;
    private Map<String, Long> before = Map.of();

    public AnswerGauge(Tally tally) {
        this.tally = tally;
    }

    /** Answers since this was asked last, by kind; kinds that never came are not there. */
    Map<String, Long> answers() {
        Map<String, Long> now = sums();
        Map<String, Long> since = new LinkedHashMap<>();
        now.forEach((kind, sum) -> since.put(kind, sum - before.getOrDefault(kind, 0L)));
        before = now;
        return since;
    }

    private Map<String, Long> sums() {
        Map<String, Long> sums = new LinkedHashMap<>();
        add(sums, "placed", tally.get(Count.ACKED));
        add(sums, "repeated", tally.get(Count.REPLAYED));
        add(sums, "cancelled", tally.get(Count.CANCELLED));
        new TreeMap<>(tally.refusals()).forEach((code, sum) -> add(sums, code, sum.sum()));
        add(sums, "come back later", tally.get(Count.LATER));
        add(sums, "unknown", tally.get(Count.UNKNOWN));
        add(sums, "page views", tally.get(Count.VIEWED));
        return sums;
    }

    private static void add(Map<String, Long> sums, String kind, long sum) {
        if (sum > 0) {
            sums.put(kind, sum);
        }
    }

    /** Latencies since this was asked last, microseconds. */
    Histogram latencies() {
        return tally.recentMicros();
    }
}
