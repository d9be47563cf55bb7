package io.ganchang.load.cost;

import io.ganchang.load.process.CpuTime;
import io.lettuce.core.api.sync.RedisCommands;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Our function and the leanest one by turns, so that whatever else the machine does falls on both. */
final class Turns {
    private static final String STATS = "cmdstat_fcall:calls=";

    private final PlacingBench ours;
    private final PlacingBench leanest;
    private final RedisCommands<String, String> redis;
    private final long pid;

    /** @param pid of the Redis process */
    Turns(PlacingBench ours, PlacingBench leanest, RedisCommands<String, String> redis, long pid) {
        this.ours = ours;
        this.leanest = leanest;
        this.redis = redis;
        this.pid = pid;
    }

    /** What one order costs Redis. */
    record Cost(double functionMicros, double cpuMicros) {}

    record Costs(Cost ours, Cost leanest) {}

    /** Places some {@code orders} by either, in {@code repeats} turns; who begins, changes. */
    Costs take(String offer, int batch, int orders, int repeats) {
        Tally mine = new Tally(ours);
        Tally least = new Tally(leanest);
        int calls = Math.max(1, orders / repeats / batch);
        for (int turn = 0; turn < repeats; turn++) {
            List<Tally> order = turn % 2 == 0 ? List.of(mine, least) : List.of(least, mine);
            order.forEach(tally -> tally.turn(offer, batch, calls));
        }
        return new Costs(mine.cost(), least.cost());
    }

    private final class Tally {
        private final PlacingBench bench;
        private final List<Double> functionMicros = new ArrayList<>();
        private long cpuMicros;
        private long placed;

        Tally(PlacingBench bench) {
            this.bench = bench;
        }

        void turn(String offer, int batch, int calls) {
            int count = calls * batch;
            long functionBefore = functionMicros(redis);
            long cpuBefore = CpuTime.micros(pid).orElse(0);
            bench.place(offer, count, batch);
            cpuMicros += CpuTime.micros(pid).orElse(0) - cpuBefore;
            functionMicros.add((functionMicros(redis) - functionBefore) / (double) count);
            placed += count;
        }

        Cost cost() {
            Collections.sort(functionMicros);
            return new Cost(functionMicros.get(functionMicros.size() / 2), cpuMicros / (double) placed);
        }
    }

    /** Total of the time in functions so far. */
    static long functionMicros(RedisCommands<String, String> redis) {
        return redis.info("commandstats")
                .lines()
                .filter(line -> line.startsWith(STATS))
                .map(line -> line.replaceAll(".*usec=([0-9]+).*", "$1"))
                .mapToLong(Long::parseLong)
                .findFirst()
                .orElse(0);
    }
}
