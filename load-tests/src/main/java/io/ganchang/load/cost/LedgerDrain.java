package io.ganchang.load.cost;

import io.ganchang.config.LedgerConfig;
import io.ganchang.ledger.LedgerSample;
import io.ganchang.ledger.LedgerWriter;
import io.ganchang.load.bench.ScratchFolder;
import io.ganchang.load.process.CpuTime;
import io.ganchang.load.process.Machine;
import io.ganchang.redis.EventTail;
import io.ganchang.redis.NoAlarm;
import io.ganchang.redis.OffLoopRedis;
import io.ganchang.redis.embedded.EmbeddedRedis;
import io.ganchang.redis.embedded.RedisBinary;
import io.lettuce.core.api.StatefulRedisConnection;
import java.io.PrintWriter;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * Question: how fast does the ledger work off what has piled up in Redis, with nothing else going on? Load: confirmed orders
 * of one line with delivery data, in entries of 32, in the stream of an embedded Redis; one ledger writer, a SQLite file. The
 * first third warms up and is not counted.
 */
@Command(
        name = "drain",
        description = "Measures how fast the ledger takes over events that wait in Redis.",
        mixinStandardHelpOptions = true)
public final class LedgerDrain implements Callable<Integer> {
    private static final long MEMORY_BYTES_MAX = 4L << 30;
    private static final int ORDERS_PER_ENTRY = 32;

    /** As in {@code defaults.yaml}. */
    private static final LedgerConfig CONFIG = new LedgerConfig(1_000_000, 500, 100, 20_000);

    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    /** Four transactions at least, so that two are left to be measured. */
    private static final int EVENTS_MIN = 60_000;

    @Spec
    private @Nullable CommandSpec spec;

    @Option(names = "--events", defaultValue = "150000", description = "events that wait (default ${DEFAULT-VALUE})")
    private int events;

    private LedgerDrain() {}

    /** Runs it. */
    public static void main(String[] arguments) {
        System.setProperty("logback.configurationFile", "logback-load.xml"); // not the server's
        System.exit(new CommandLine(new LedgerDrain()).execute(arguments));
    }

    @Override
    public Integer call() {
        if (events < EVENTS_MIN) {
            throw new ParameterException(
                    Objects.requireNonNull(spec).commandLine(),
                    "--events must be at least " + EVENTS_MIN + ": a third warms up, and one transaction takes "
                            + CONFIG.entriesPerTransactionMax() * ORDERS_PER_ENTRY);
        }
        try (ScratchFolder folder = ScratchFolder.create()) {
            RedisBinary binary = RedisBinary.locate(System.getenv(), folder.path());
            try (EmbeddedRedis embedded = EmbeddedRedis.start(folder.path(), MEMORY_BYTES_MAX, binary);
                    OffLoopRedis redis = OffLoopRedis.toSocket(embedded.socket());
                    StatefulRedisConnection<String, String> connection = redis.connect()) {
                PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
                out.println(Machine.line(binary, InstantSource.system()));
                PlacingBench bench = PlacingBench.alone(connection);
                bench.place(PlacingBench.PLENTY, events, ORDERS_PER_ENTRY);
                long last = Long.parseLong(connection.sync().hget(bench.keys().meta(), "seq"));
                out.println(drain(redis, last, embedded.pid()));
                out.flush();
            }
        }
        return 0;
    }

    /** What it took. */
    private record Moment(long seq, long nanos, long ownCpuMicros, long redisCpuMicros) {
        static Moment at(long seq, long redisPid) {
            return new Moment(
                    seq,
                    System.nanoTime(),
                    CpuTime.micros(ProcessHandle.current().pid()).orElse(0),
                    CpuTime.micros(redisPid).orElse(0));
        }

        String since(Moment before) {
            double drained = seq - before.seq;
            return String.format(
                    Locale.ROOT,
                    "%.0f events: %.0f events/s; CPU per event: ledger %.1f µs, Redis %.1f µs",
                    drained,
                    drained * TimeUnit.SECONDS.toNanos(1) / (nanos - before.nanos),
                    (ownCpuMicros - before.ownCpuMicros) / drained,
                    (redisCpuMicros - before.redisCpuMicros) / drained);
        }
    }

    private static String drain(OffLoopRedis redis, long last, long redisPid) {
        try (LedgerSample ledger = new LedgerSample(PlacingBench.ALONE);
                EventTail tail = redis.openTail();
                LedgerWriter writer = new LedgerWriter(
                        ledger.database(), tail, CONFIG, new NoAlarm(), System::nanoTime, new SplittableRandom(1))) {
            writer.start();
            Moment begin = Moment.at(await(writer, last / 3), redisPid);
            return Moment.at(await(writer, last), redisPid).since(begin);
        }
    }

    private static long await(LedgerWriter writer, long seq) {
        while (writer.progress().committedSeq(PlacingBench.ALONE) < seq) {
            if (writer.progress().isHalted(PlacingBench.ALONE)) {
                throw new IllegalStateException("the ledger has halted the session");
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
        return writer.progress().committedSeq(PlacingBench.ALONE);
    }
}
