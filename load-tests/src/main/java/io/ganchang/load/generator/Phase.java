package io.ganchang.load.generator;

import io.ganchang.load.wire.Answer;
import io.ganchang.load.wire.Receiver;
import io.ganchang.load.wire.Wire;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.EventLoop;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;

/** Requests sent by one rule and observed until the last of them has ended. Confined to the loop but for {@link #run}. */
abstract class Phase {
    private static final Duration OPENING_MAX = Duration.ofSeconds(30);
    private static final Duration SLACK = Duration.ofSeconds(5);

    private final Wire wire;
    private final Requests requests;
    private final LongSupplier nanos;
    private final CompletableFuture<Measured> done = new CompletableFuture<>();
    private Observations seen;
    private long startNanos;
    private int open;

    Phase(Wire wire, Requests requests, LongSupplier nanos) {
        this.wire = wire;
        this.requests = requests;
        this.nanos = nanos;
        this.seen = new Observations(0, new OwnCpu.Reading(0, 0));
    }

    /** Opens all connections of the wire. */
    static void connect(Wire wire) throws IOException, InterruptedException {
        Patience.await(wire.openAll(), OPENING_MAX, "open " + wire.options().connections() + " connections");
    }

    /**
     * Runs it; what is not answered in time counts as lost or unsent. Not on the loop.
     *
     * @param sending for how long it sends
     */
    Measured run(Duration sending) throws IOException, InterruptedException {
        loop().execute(this::start);
        if (!Patience.hasEnded(done, sending.plus(wire.options().silence()).plus(SLACK))) {
            loop().execute(() -> {
                isOver();
                wire.giveUp("the run is over");
            });
        }
        return Patience.await(done, SLACK, "end what was under way");
    }

    private void start() {
        startNanos = nanos.getAsLong();
        seen = new Observations(startNanos, OwnCpu.read());
        begin();
    }

    /** Sends the first. */
    abstract void begin();

    /** One has come to its end. */
    abstract void hasEnded(boolean answered);

    /** Nothing more is to be sent. */
    abstract void isOver();

    EventLoop loop() {
        return wire.loop();
    }

    int connections() {
        return wire.options().connections();
    }

    long sinceStartNanos() {
        return nanos.getAsLong() - startNanos;
    }

    /** Whether some have not come to their end. */
    boolean isOpen() {
        return open > 0;
    }

    /** Sends the next request, which was due so many nanoseconds after the start. */
    void send(long dueNanos) {
        open++;
        Asked asked = new Asked(startNanos + dueNanos);
        seen.sent(asked.dueNanos, nanos.getAsLong());
        wire.send(requests.next(ByteBufAllocator.DEFAULT), asked);
    }

    void end() {
        done.complete(seen.measured(OwnCpu.read(), nanos.getAsLong()));
    }

    private void ended(boolean answered) {
        open--;
        hasEnded(answered);
    }

    /** One request that was sent. */
    private final class Asked implements Receiver {
        private final long dueNanos;

        Asked(long dueNanos) {
            this.dueNanos = dueNanos;
        }

        @Override
        public void answered(Answer answer) {
            seen.answered(answer.status(), dueNanos, nanos.getAsLong());
            ended(true);
        }

        @Override
        public void lost(String why) {
            seen.lost(dueNanos, nanos.getAsLong());
            ended(false);
        }

        @Override
        public void unsent(String why) {
            seen.unsent(dueNanos, nanos.getAsLong());
            ended(false);
        }
    }
}
