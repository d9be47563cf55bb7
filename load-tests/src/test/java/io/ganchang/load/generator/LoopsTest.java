package io.ganchang.load.generator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ganchang.load.process.Ports;
import io.ganchang.load.wire.LoopThread;
import io.ganchang.load.wire.ScriptedServer;
import io.ganchang.load.wire.Wire;
import io.ganchang.load.wire.WireOptions;
import io.netty.buffer.ByteBufUtil;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Open and closed loop against a server that answers by script. */
class LoopsTest {
    private static final Requests GET =
            allocator -> ByteBufUtil.writeAscii(allocator, "GET / HTTP/1.1\r\nHost: test\r\n\r\n");
    private static final long STALL_MS = 300;

    private final LoopThread thread = LoopThread.start("loops-test");

    @AfterEach
    void end() {
        thread.close();
    }

    /** A second at 200/s; in its middle the server stands still: a third of the requests were due meanwhile. */
    @Test
    void aServerThatStandsStillShowsInTheLatencyOfAllWhoWereDueMeanwhile() throws Exception {
        try (ScriptedServer server = stallingAt(100)) {
            Measured measured = open(server, 1, Load.NONE, Load.constant(200, 1));
            assertThat(measured.byStatus()).isEqualTo(Map.of(200, 200L));
            assertThat(measured.ms(99)).isGreaterThan(0.9 * STALL_MS);
            assertThat(measured.ms(85)).isGreaterThan(0.2 * STALL_MS);
        }
    }

    /** The control: counting from when a request was sent, hardly anybody seems to have waited. */
    @Test
    void countedFromWhenRequestsAreSentTheSameServerSeemsQuick() throws Exception {
        try (ScriptedServer server = stallingAt(100)) {
            Measured measured = closed(server, 1, Duration.ofSeconds(3));
            assertThat(measured.answers()).isGreaterThan(200);
            assertThat(measured.ms(99)).isLessThan(0.5 * STALL_MS);
            assertThat(measured.ms(100)).isGreaterThan(0.9 * STALL_MS);
        }
    }

    @Test
    void whatTheWarmUpSeesIsDropped() throws Exception {
        AtomicInteger served = new AtomicInteger();
        try (ScriptedServer server = ScriptedServer.start((head, out) -> out.say(
                "HTTP/1.1 " + (served.incrementAndGet() <= 100 ? 409 : 201) + " x\r\ncontent-length: 0\r\n\r\n"))) {
            Measured measured = open(server, 4, Load.constant(1000, 0.1), Load.poisson(500, 0.4, 1));
            assertThat(measured.byStatus()).isEqualTo(Map.of(201, 200L));
            assertThat(measured.latencyMicros().getTotalCount()).isEqualTo(200);
        }
    }

    @Test
    void whatIsNotAnsweredCountsAsItsWaitingAndIsToldApart() throws Exception {
        try (ScriptedServer server = ScriptedServer.start((head, out) -> TimeUnit.SECONDS.sleep(5))) {
            Wire wire = wire(server.address(), WireOptions.of(2).withSilence(Duration.ofMillis(300)));
            Measured measured = new OpenLoop(wire, System::nanoTime).run(GET, Load.NONE, Load.constant(50, 0.1));
            assertThat(measured.answers()).isZero();
            assertThat(measured.lost() + measured.unsent()).isEqualTo(5);
            assertThat(measured.unansweredMicros().getTotalCount()).isEqualTo(5);
            assertThat(measured.latencyMicros().getMinValue()).isGreaterThan(200_000);
            assertThat(measured.told()).contains("0 answers").contains("5 lost");
        }
    }

    @Test
    void withoutAServerThereIsNoRun() throws Exception {
        Wire wire = wire(
                new InetSocketAddress(
                        InetAddress.getLoopbackAddress(), Ports.free().http()),
                WireOptions.of(1));
        assertThatThrownBy(() -> new OpenLoop(wire, System::nanoTime).run(GET, Load.NONE, Load.constant(10, 1)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("could not open 1 connections");
    }

    @Test
    void secondsAddUpToTheRun() throws Exception {
        try (ScriptedServer server = ScriptedServer.start((head, out) -> out.ok(""))) {
            Measured measured = open(server, 2, Load.NONE, Load.constant(100, 2.5));
            assertThat(measured.seconds()).hasSizeBetween(3, 4);
            assertThat(measured.seconds().stream().mapToLong(PerSecond::sent).sum())
                    .isEqualTo(250);
            assertThat(measured.seconds().stream().mapToLong(PerSecond::answers).sum())
                    .isEqualTo(250);
            assertThat(measured.generatorCpuMicros()).isPositive();
        }
    }

    @Test
    void aGeneratorThatCannotKeepUpSaysSo() throws Exception {
        Requests laborious = allocator -> {
            long endNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(5);
            while (System.nanoTime() < endNanos) {
                Thread.onSpinWait();
            }
            return GET.next(allocator);
        };
        try (ScriptedServer server = ScriptedServer.start((head, out) -> out.ok(""))) {
            Measured hurried = new OpenLoop(wire(server.address(), WireOptions.of(8)), System::nanoTime)
                    .run(laborious, Load.NONE, Load.constant(1000, 0.3));
            assertThat(hurried.saturated()).isTrue();
            assertThat(hurried.told()).contains(Measured.SATURATED);
            assertThat(hurried.lateMicros()).isGreaterThan(Measured.LATE_MICROS_MAX);
        }
    }

    private static ScriptedServer stallingAt(int number) throws IOException {
        AtomicInteger served = new AtomicInteger();
        return ScriptedServer.start((head, out) -> {
            if (served.incrementAndGet() == number) {
                TimeUnit.MILLISECONDS.sleep(STALL_MS);
            }
            out.ok("");
        });
    }

    private Measured open(ScriptedServer server, int connections, Load warmUp, Load load) throws Exception {
        return new OpenLoop(wire(server.address(), WireOptions.of(connections)), System::nanoTime)
                .run(GET, warmUp, load);
    }

    private Measured closed(ScriptedServer server, int connections, Duration time) throws Exception {
        return new ClosedLoop(wire(server.address(), WireOptions.of(connections)), System::nanoTime)
                .run(GET, Duration.ZERO, time);
    }

    private Wire wire(InetSocketAddress target, WireOptions options) {
        return Wire.open(thread.loop(), target, options);
    }
}
