package io.ganchang.load.compare;

import io.ganchang.load.generator.Measured;

/**
 * One system under load once.
 *
 * @param wanted answers that count
 * @param cpu of the system, from the first request until it was quiet again
 * @param settlingNanos from the last answer until then: the ledger catching up
 * @param idleShare of a core, what all the other systems used meanwhile
 */
record Turn(Measured measured, long wanted, Cpu cpu, long settlingNanos, double idleShare) {

    double wantedPerSecond() {
        return wanted * 1e9 / Math.max(1, measured.nanos());
    }

    /** Microseconds for each answer that counts. */
    double perAnswer(double micros) {
        return micros / Math.max(1, wanted);
    }

    /** Answers that do not count, requests without an answer among them. */
    long others() {
        return measured.answers() - wanted + measured.lost() + measured.unsent();
    }

    /** Of the server's CPU, what went into compiling it. */
    double compilingShare() {
        return (double) cpu.of(Threads.JIT) / Math.max(1, cpu.servingMicros());
    }
}
