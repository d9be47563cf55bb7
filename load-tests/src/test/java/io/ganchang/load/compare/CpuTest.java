package io.ganchang.load.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class CpuTest {

    @Test
    void aLineOfStatTellsNameAndTicksWhateverTheName() {
        ProcStat thread =
                ProcStat.parse("4711 (C2 (Comp) x) S 1 4711 4711 0 -1 4194304 9 8 7 6 250 50 3 4 20 0 1 0 99\n");
        assertThat(thread).isEqualTo(new ProcStat("C2 (Comp) x", 3_000_000, 70_000));
    }

    @Test
    void whatIsNoLineOfStatIsRefused() {
        assertThatThrownBy(() -> ProcStat.parse("4711 java S 1")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void threadsAreGroupedByTheirNames() {
        assertThat(Threads.named("vert.x-eventloo")).isEqualTo(Threads.EVENT_LOOPS);
        assertThat(Threads.named("ledger-writer")).isEqualTo(Threads.LEDGER);
        assertThat(Threads.named("lettuce-epollEv")).isEqualTo(Threads.LEDGER);
        assertThat(Threads.named("dispatch-file")).isEqualTo(Threads.DISPATCH);
        assertThat(Threads.named("C1 CompilerThre")).isEqualTo(Threads.JIT);
        assertThat(Threads.named("G1 Conc#0")).isEqualTo(Threads.GC);
        assertThat(Threads.named("GC Thread#1")).isEqualTo(Threads.GC);
        assertThat(Threads.named("VM Thread")).isEqualTo(Threads.GC);
        assertThat(Threads.named("VM Periodic Tas")).isEqualTo(Threads.OTHER);
        assertThat(Threads.named("java")).isEqualTo(Threads.OTHER);
    }

    @Test
    void whatNoGroupHasUsedIsTheOthersEndedThreadsIncluded() {
        Cpu cpu = Cpu.of(
                List.of(
                        thread("vert.x-eventloo", 500),
                        thread("vert.x-eventloo", 300),
                        thread("ledger-writer", 70),
                        thread("dispatch-file", 30),
                        thread("main", 1)),
                1_000,
                40);
        assertThat(cpu.of(Threads.EVENT_LOOPS)).isEqualTo(800);
        assertThat(cpu.of(Threads.OTHER)).isEqualTo(100);
        assertThat(cpu.servingMicros()).isEqualTo(900);
        assertThat(cpu.followingMicros()).isEqualTo(100);
        assertThat(cpu.totalMicros()).isEqualTo(1_040);
    }

    @Test
    void aTurnIsChargedWithWhatWasUsedInIt() {
        Cpu before = Cpu.of(List.of(thread("vert.x-eventloo", 500)), 600, 40);
        Cpu after = Cpu.of(List.of(thread("vert.x-eventloo", 700), thread("G1 Conc#0", 20)), 830, 100);
        Cpu used = after.since(before);
        assertThat(used.of(Threads.EVENT_LOOPS)).isEqualTo(200);
        assertThat(used.of(Threads.GC)).isEqualTo(20);
        assertThat(used.of(Threads.OTHER)).isEqualTo(10);
        assertThat(used.redisMicros()).isEqualTo(60);
    }

    @Test
    void aThreadThatEndsIsNotChargedAgainWithItsWholeLife() {
        Cpu before = Cpu.of(List.of(thread("vert.x-eventloo", 500), thread("C2 CompilerThre", 3_000)), 3_600, 40);
        Cpu after = Cpu.of(List.of(thread("vert.x-eventloo", 700)), 3_810, 100);
        Cpu used = after.since(before);
        assertThat(used.of(Threads.EVENT_LOOPS)).isEqualTo(200);
        assertThat(used.of(Threads.JIT)).isZero();
        assertThat(used.of(Threads.OTHER)).isEqualTo(10);
    }

    @Test
    void thisProcessCanBeRead() {
        Cpu cpu = Cpu.of(ProcessHandle.current().pid(), OptionalLong.empty());
        assertThat(cpu.of(Threads.JIT)).isPositive();
        assertThat(cpu.redisMicros()).isZero();
    }

    private static ProcStat thread(String name, long micros) {
        return new ProcStat(name, micros, 0);
    }
}
