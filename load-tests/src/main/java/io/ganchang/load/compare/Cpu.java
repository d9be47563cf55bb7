package io.ganchang.load.compare;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * CPU time of one system.
 *
 * @param serverMicros by what its server's threads are there for
 * @param redisMicros of its Redis with all its threads, and of its children that have ended
 */
record Cpu(Map<Threads, Long> serverMicros, long redisMicros) {

    Cpu {
        serverMicros = Map.copyOf(serverMicros);
    }

    /** Used so far. */
    static Cpu of(long pid, OptionalLong redisPid) {
        long total = ProcStat.ofProcess(pid).map(ProcStat::micros).orElse(0L);
        long redis = redisPid.isPresent()
                ? ProcStat.ofProcess(redisPid.getAsLong())
                        .map(stat -> stat.micros() + stat.ofChildrenMicros())
                        .orElse(0L)
                : 0;
        return of(ProcStat.ofThreads(pid), total, redis);
    }

    /** @param totalMicros of the whole process, threads that have ended included, which are counted among the others */
    static Cpu of(List<ProcStat> threads, long totalMicros, long redisMicros) {
        Map<Threads, Long> micros = new EnumMap<>(Threads.class);
        long others = totalMicros;
        for (ProcStat thread : threads) {
            Threads group = Threads.named(thread.name());
            if (group != Threads.OTHER) {
                micros.merge(group, thread.micros(), Long::sum);
                others -= thread.micros();
            }
        }
        micros.put(Threads.OTHER, Math.max(0, others));
        return new Cpu(micros, redisMicros);
    }

    /** What was used since {@code earlier}. */
    Cpu since(Cpu earlier) {
        Map<Threads, Long> used = new EnumMap<>(Threads.class);
        long others = ofServerMicros() - earlier.ofServerMicros();
        for (Threads group : Threads.values()) {
            if (group != Threads.OTHER) {
                long ofGroup = Math.max(0, of(group) - earlier.of(group)); // less where one of its threads has ended
                used.put(group, ofGroup);
                others -= ofGroup;
            }
        }
        used.put(Threads.OTHER, Math.max(0, others));
        return new Cpu(used, redisMicros - earlier.redisMicros);
    }

    private long ofServerMicros() {
        return serverMicros.values().stream().mapToLong(Long::longValue).sum();
    }

    long of(Threads group) {
        return serverMicros.getOrDefault(group, 0L);
    }

    /** Of those of the server's threads that serve the sale. */
    long servingMicros() {
        return serverMicros.entrySet().stream()
                .filter(entry -> !entry.getKey().follow())
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    /** Of those that follow it. */
    long followingMicros() {
        return of(Threads.LEDGER) + of(Threads.DISPATCH);
    }

    long totalMicros() {
        return servingMicros() + followingMicros() + redisMicros;
    }
}
