package io.ganchang.load.generator;

/**
 * One second of a run.
 *
 * @param second counted from 0
 * @param sent requests handed to the connections in it
 * @param answers answers that came in it
 * @param unanswered requests of which it became known in it that there is no answer
 * @param p50Micros latency of those that came to an end in it, median
 * @param p99Micros the same, 99th percentile
 * @param maxMicros the same, longest
 */
public record PerSecond(
        int second, long sent, long answers, long unanswered, long p50Micros, long p99Micros, long maxMicros) {}
