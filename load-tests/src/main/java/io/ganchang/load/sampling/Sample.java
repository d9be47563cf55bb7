package io.ganchang.load.sampling;

import java.util.Map;

/**
 * How a run went for a moment.
 *
 * @param seconds from the start of the run to the end of the moment
 * @param answersPerSecond by kind
 * @param latencyMs by percentile, of the answers of the moment, from when they were due
 * @param left units left, by offer
 * @param ordersPerCall orders that one call to Redis carried, NaN where there was none
 * @param cpuPercent of one core, by process
 */
record Sample(
        double seconds,
        Map<String, Double> answersPerSecond,
        Map<String, Double> latencyMs,
        Map<String, Double> left,
        double ordersPerCall,
        Map<String, Double> cpuPercent) {}
