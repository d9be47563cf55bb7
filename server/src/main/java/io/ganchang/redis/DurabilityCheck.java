package io.ganchang.redis;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Tells which settings of a Redis make a sale unsafe: with them an acknowledged order or the stock could be lost. */
public final class DurabilityCheck {
    private static final String MAXMEMORY = "maxmemory";
    private static final String UNTOLD = "not told by CONFIG GET";
    private static final List<Rule> RULES = List.of(
            new Rule("appendonly", "yes", "orders would be in memory only"),
            new Rule("appendfsync", "always", "orders would be acknowledged before they are on disk"),
            new Rule("no-appendfsync-on-rewrite", "no", "a rewrite of the file would suspend the fsync"),
            new Rule("maxmemory-policy", "noeviction", "stock and orders could be evicted"));

    private record Rule(String name, String value, String why) {}

    private DurabilityCheck() {}

    /** Names to ask {@code CONFIG GET} for. */
    public static List<String> settingNames() {
        List<String> names = new ArrayList<>(RULES.stream().map(Rule::name).toList());
        names.add(MAXMEMORY);
        return names;
    }

    /**
     * One line for each problem: what is, what must be and why, the line to change in {@code redis.conf}. Empty where a
     * sale is safe.
     *
     * @param settings of {@link #settingNames}; a missing one is a problem
     * @param version such as {@code 7.0.15}
     */
    public static List<String> problems(Map<String, String> settings, String version) {
        List<String> problems = versionProblems(version);
        for (Rule rule : RULES) {
            String value = settings.getOrDefault(rule.name(), UNTOLD);
            if (!value.equals(rule.value())) {
                problems.add(problem(rule.name(), value, rule.value(), rule.why(), rule.value()));
            }
        }
        String memory = settings.getOrDefault(MAXMEMORY, UNTOLD);
        if (!memory.matches("[1-9][0-9]*")) {
            problems.add(
                    problem(MAXMEMORY, memory, "set", "without it the system ends Redis when memory runs out", "2gb"));
        }
        return problems;
    }

    /** As {@link #problems}, of the version alone. */
    static List<String> versionProblems(String version) {
        List<String> problems = new ArrayList<>();
        if (!RedisVersion.isEnough(version)) {
            problems.add("Redis is " + version + ", must be " + RedisVersion.OLDEST + " or newer: it has no functions");
        }
        return problems;
    }

    /**
     * The problem with a Redis that does not tell its settings.
     *
     * @param refusal what it answered instead
     */
    static String untold(String refusal) {
        return "Redis does not tell its settings (" + refusal + "): allow its user +config|get, or, where its provider"
                + " vouches for appendfsync always and maxmemory-policy noeviction, set redis.assumeDurable to true";
    }

    private static String problem(String name, String value, String expected, String why, String example) {
        String line = name + ' ' + example;
        return name + " is " + value + ", must be " + expected + ": " + why + "; now: CONFIG SET " + line
                + "; for good, in redis.conf: " + line;
    }
}
