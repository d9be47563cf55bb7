package io.ganchang.load.compare;

import java.util.function.ToDoubleFunction;

/** What is told of a turn. */
enum Measure {
    RATE("answers/s", 0, true, Turn::wantedPerSecond),
    SERVER_AND_REDIS("µs: server + Redis", 1, true, turn -> turn.perAnswer(turn.cpu().servingMicros() + turn.cpu().redisMicros())),
    ALL("µs: with ledger and sinks", 1, true, turn -> turn.perAnswer(turn.cpu().totalMicros())),
    SERVER("µs: server", 1, true, turn -> turn.perAnswer(turn.cpu().servingMicros())),
    EVENT_LOOPS("µs:   event loops", 1, false, of(Threads.EVENT_LOOPS)),
    JIT("µs:   JIT", 1, false, of(Threads.JIT)),
    GC("µs:   GC", 1, false, of(Threads.GC)),
    OTHER("µs:   other", 1, false, of(Threads.OTHER)),
    REDIS("µs: Redis", 1, true, turn -> turn.perAnswer(turn.cpu().redisMicros())),
    LEDGER("µs: ledger, apart", 1, false, of(Threads.LEDGER)),
    DISPATCH("µs: sinks, apart", 1, false, of(Threads.DISPATCH)),
    P50("p50 ms", 2, true, turn -> turn.measured().ms(50)),
    P99("p99 ms", 2, true, turn -> turn.measured().ms(99)),
    P999("p99.9 ms", 2, true, turn -> turn.measured().ms(99.9)),
    OTHER_ANSWERS("other answers", 0, false, Turn::others),
    SETTLING("s until quiet", 1, false, turn -> turn.settlingNanos() / 1e9),
    GENERATOR("generator busy %", 0, false, turn -> 100 * turn.measured().busy()),
    GENERATOR_COST("generator µs", 1, false, turn -> turn.measured().generatorCpuMicrosPerRequest());

    private final String label;
    private final int decimals;
    private final boolean compared;
    private final ToDoubleFunction<Turn> value;

    Measure(String label, int decimals, boolean compared, ToDoubleFunction<Turn> value) {
        this.label = label;
        this.decimals = decimals;
        this.compared = compared;
        this.value = value;
    }

    private static ToDoubleFunction<Turn> of(Threads group) {
        return turn -> turn.perAnswer(turn.cpu().of(group));
    }

    String label() {
        return label;
    }

    int decimals() {
        return decimals;
    }

    /** Whether two systems are compared by it. */
    boolean isCompared() {
        return compared;
    }

    double of(Turn turn) {
        return value.applyAsDouble(turn);
    }
}
