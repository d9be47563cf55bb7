package io.ganchang.load;

import io.ganchang.load.oracle.MoneySums;
import io.ganchang.load.oracle.Verdict;
import io.ganchang.load.process.Outage;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a run found out beside its tallies.
 *
 * @param arrivals requests that arrived on their own, the final drain apart
 * @param told what they were told in the end, by how many
 * @param trafficNanos from the first arrival to the end of the last errand
 * @param lastToldNanos from the same until the last arrival knew what became of it
 * @param serverCpuMicros used by the server while buyers came, where it lived through
 * @param redisCpuMicros the same for its Redis
 * @param ownCpuMicros the same for the buyers, which are this process
 * @param money what came in and went back, once the books were read
 */
record Findings(
        long arrivals,
        Map<String, Long> told,
        long trafficNanos,
        long lastToldNanos,
        long launchReadyMs,
        OptionalLong stopMs,
        OptionalLong serverCpuMicros,
        OptionalLong redisCpuMicros,
        OptionalLong ownCpuMicros,
        List<Outage> outages,
        Optional<MoneySums> money,
        List<Verdict> verdicts) {

    /** The same, judged. */
    Findings judged(OptionalLong stop, Optional<MoneySums> sums, List<Verdict> all) {
        return new Findings(
                arrivals,
                told,
                trafficNanos,
                lastToldNanos,
                launchReadyMs,
                stop,
                serverCpuMicros,
                redisCpuMicros,
                ownCpuMicros,
                outages,
                sums,
                all);
    }

    boolean allKept() {
        return verdicts.stream().allMatch(Verdict::kept);
    }
}
