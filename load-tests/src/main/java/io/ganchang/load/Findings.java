package io.ganchang.load;

import io.ganchang.load.oracle.MoneySums;
import io.ganchang.load.oracle.Verdict;
import io.ganchang.load.process.Outage;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a run found out beside its tallies.
 *
 * @param arrivals requests that arrived on their own, the final drain apart
 * @param trafficNanos from the first arrival to the end of the last errand
 * @param serverCpuMicros used by the server while buyers came, where it lived through
 * @param redisCpuMicros the same for its Redis
 * @param money what came in and went back, once the books were read
 */
record Findings(
        long arrivals,
        long trafficNanos,
        long launchReadyMs,
        OptionalLong stopMs,
        OptionalLong serverCpuMicros,
        OptionalLong redisCpuMicros,
        List<Outage> outages,
        Optional<MoneySums> money,
        List<Verdict> verdicts) {

    boolean allKept() {
        return verdicts.stream().allMatch(Verdict::kept);
    }
}
