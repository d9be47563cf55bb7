package io.ganchang.load.compare;

import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What is told of a turn.
 *
 * @param key its name for programs
 * @param label its name for people
 * @param isCompared whether two systems are compared by it
 */
record Measure(String key, String label, int decimals, boolean isCompared, ToDoubleFunction<Turn> value) {
    static final Measure RATE = new Measure("rate", "answers/s", 0, true, Turn::wantedPerSecond);
    static final Measure SERVER = cpu("server", "µs: server", true, Cpu::servingMicros);
    static final Measure DISPATCH = cpu("sinks", "µs: sinks, apart", false, cpu -> cpu.of(Threads.DISPATCH));

    /** In the order in which they are told. */
    static final List<Measure> ALL = List.of(
            RATE,
            cpu("server_and_redis", "µs: server + Redis", true, cpu -> cpu.servingMicros() + cpu.redisMicros()),
            cpu("all", "µs: with ledger and sinks", true, Cpu::totalMicros),
            SERVER,
            cpu("event_loops", "µs:   event loops", false, cpu -> cpu.of(Threads.EVENT_LOOPS)),
            cpu("jit", "µs:   JIT", false, cpu -> cpu.of(Threads.JIT)),
            cpu("gc", "µs:   GC", false, cpu -> cpu.of(Threads.GC)),
            cpu("other", "µs:   other", false, cpu -> cpu.of(Threads.OTHER)),
            cpu("redis", "µs: Redis", true, Cpu::redisMicros),
            cpu("ledger", "µs: ledger, apart", false, cpu -> cpu.of(Threads.LEDGER)),
            DISPATCH,
            new Measure("p50_ms", "p50 ms", 2, true, turn -> turn.measured().ms(50)),
            new Measure("p99_ms", "p99 ms", 2, true, turn -> turn.measured().ms(99)),
            new Measure("p999_ms", "p99.9 ms", 2, true, turn -> turn.measured().ms(99.9)),
            new Measure("other_answers", "other answers", 0, false, Turn::others),
            new Measure("settling_s", "s until quiet", 1, false, turn -> turn.settlingNanos() / 1e9),
            new Measure(
                    "generator_busy",
                    "generator busy %",
                    0,
                    false,
                    turn -> 100 * turn.measured().busy()),
            new Measure(
                    "generator_us",
                    "generator µs",
                    1,
                    false,
                    turn -> turn.measured().generatorCpuMicrosPerRequest()));

    /** CPU for each answer that counts. */
    private static Measure cpu(String key, String label, boolean isCompared, ToDoubleFunction<Cpu> micros) {
        return new Measure(key, label, 1, isCompared, turn -> turn.perAnswer(micros.applyAsDouble(turn.cpu())));
    }

    double of(Turn turn) {
        return value.applyAsDouble(turn);
    }
}
