package io.ganchang.load.compare;

import io.ganchang.load.generator.ClosedLoop;
import io.ganchang.load.generator.Load;
import io.ganchang.load.generator.Measured;
import io.ganchang.load.generator.OpenLoop;
import io.ganchang.load.process.Waiting;
import io.ganchang.load.traffic.Clocks;
import io.ganchang.load.wire.LoopThread;
import io.ganchang.load.wire.Wire;
import io.ganchang.load.wire.WireOptions;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;

/** Puts one system after the other under the same load, and keeps the account. */
final class Referee implements AutoCloseable {
    private static final Duration QUIET_LOOK = Duration.ofMillis(500);
    private static final long QUIET_MICROS_MAX = 30_000; // in one look: 6 % of a core
    private static final Duration QUIET_BOUND = Duration.ofMinutes(5);

    private final int connections;
    private final OptionalDouble perSecond;
    private final Clocks clocks;
    private final Waiting waiting;
    private final LoopThread thread = LoopThread.start("generator");

    /**
     * @param connections as many requests are under way at most
     * @param perSecond requests, whether or not they are answered; empty for the next one as soon as one is answered
     */
    Referee(int connections, OptionalDouble perSecond, Clocks clocks) {
        this.connections = connections;
        this.perSecond = perSecond;
        this.clocks = clocks;
        this.waiting = new Waiting(clocks);
    }

    /** Lets it answer as fast as it can, so that its code is compiled, and waits until it is quiet. */
    void warmUp(RunningSystem system, Duration time) throws IOException, InterruptedException {
        try (Wire wire = wire(system)) {
            long unused = system.note(new ClosedLoop(wire, clocks::nanos).run(system.requests(), Duration.ZERO, time));
        }
        settle(system);
    }

    /**
     * One turn. Its CPU is counted until the system is quiet again, so that nothing which an answer causes is left out.
     *
     * @param others which do nothing meanwhile, or it is told
     */
    Turn turn(RunningSystem system, Duration time, List<RunningSystem> others) throws Exception {
        long othersBefore = micros(others);
        Cpu before = system.cpu();
        Measured measured = loadWithLedgerHeld(system, time);
        long idleMicros = micros(others) - othersBefore;
        long answeredNanos = clocks.nanos();
        settle(system);
        return new Turn(
                measured,
                system.note(measured),
                system.cpu().since(before),
                Math.max(0, clocks.nanos() - answeredNanos - QUIET_LOOK.toNanos()),
                idleMicros * 1e3 / Math.max(1, measured.nanos()));
    }

    private Measured loadWithLedgerHeld(RunningSystem system, Duration time) throws Exception {
        AutoCloseable held = system.holdLedger();
        try (Wire wire = wire(system)) {
            return load(system, wire, time);
        } finally {
            held.close();
        }
    }

    private Measured load(RunningSystem system, Wire wire, Duration time) throws IOException, InterruptedException {
        return perSecond.isPresent()
                ? new OpenLoop(wire, clocks::nanos)
                        .run(
                                system.requests(),
                                Load.NONE,
                                Load.constant(perSecond.getAsDouble(), time.toMillis() / 1e3))
                : new ClosedLoop(wire, clocks::nanos).run(system.requests(), Duration.ZERO, time);
    }

    private Wire wire(RunningSystem system) {
        return Wire.open(thread.loop(), system.address(), WireOptions.of(connections));
    }

    private static long micros(List<RunningSystem> systems) {
        return systems.stream().mapToLong(system -> system.cpu().totalMicros()).sum();
    }

    /** Waits until it has written what it still has to write, and uses next to no CPU. */
    private void settle(RunningSystem system) throws IOException {
        if (!waiting.until(() -> isQuiet(system), QUIET_BOUND)) {
            throw new IOException(system.name() + " is not quiet " + QUIET_BOUND + " after its last answer");
        }
    }

    private boolean isQuiet(RunningSystem system) {
        Cpu before = system.cpu();
        waiting.pass(QUIET_LOOK);
        return system.cpu().since(before).totalMicros() <= QUIET_MICROS_MAX && !system.isRewriting();
    }

    @Override
    public void close() {
        thread.close();
    }
}
