package io.ganchang.load.cost;

import io.ganchang.redis.FunctionLibrary;
import io.ganchang.redis.OffLoopRedis;
import io.ganchang.redis.embedded.EmbeddedRedis;
import io.ganchang.redis.embedded.RedisBinary;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * Question: what does one order cost Redis, by batch size, and what would it cost at least? Load: one client, four calls in
 * flight, orders of one line with delivery data, each by a new viewer, on an embedded Redis with AOF {@code always}. Our
 * function and the {@linkplain LeanestDesign leanest} one take turns, each in a partition of its own. Time inside the
 * function is what {@code INFO commandstats} says, the median of the turns; CPU is that of the Redis process, AOF and
 * protocol included, over all turns, as Linux counts it in steps of 10 ms.
 */
@Command(
        name = "cost",
        description = "Measures what an order costs Redis: µs by batch size for winners and losers, and bytes.",
        mixinStandardHelpOptions = true)
public final class FunctionCost implements Callable<Integer> {
    private static final int[] BATCHES = {1, 4, 16, 32, 64};
    private static final long MEMORY_BYTES_MAX = 4L << 30;
    private static final int WARM_UP_BATCH = 32;

    @Spec
    private @Nullable CommandSpec spec;

    @Option(names = "--orders", defaultValue = "50000", description = "orders per row (default ${DEFAULT-VALUE})")
    private int orders;

    @Option(
            names = "--repeats",
            defaultValue = "9",
            description = "turns that the orders of a row are divided into (default ${DEFAULT-VALUE})")
    private int repeats;

    private FunctionCost() {}

    /** Runs it. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new FunctionCost()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException {
        Path folder = Files.createTempDirectory("ganchang-cost");
        RedisBinary binary = RedisBinary.locate(System.getenv(), folder);
        try (EmbeddedRedis embedded = EmbeddedRedis.start(folder, MEMORY_BYTES_MAX, binary);
                OffLoopRedis redis = OffLoopRedis.toSocket(embedded.socket());
                StatefulRedisConnection<String, String> connection = redis.connect()) {
            measure(connection, embedded.pid(), binary);
            return 0;
        } finally {
            delete(folder);
        }
    }

    private void measure(StatefulRedisConnection<String, String> connection, long pid, RedisBinary binary)
            throws IOException {
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        RedisCommands<String, String> redis = connection.sync();
        redis.functionLoad(FunctionLibrary.source());
        redis.functionLoad(LeanestDesign.source());
        PlacingBench ours = new PlacingBench(connection, "ours", PlacingBench.PLACING);
        PlacingBench leanest = new PlacingBench(connection, "leanest", LeanestDesign.FUNCTION);
        out.printf(
                Locale.ROOT,
                "Redis %s (%s), AOF always, %d cores, JDK %s; %d orders a row, in %d turns; µs per order%n%n",
                binary.version(),
                binary.executable(),
                Runtime.getRuntime().availableProcessors(),
                Runtime.version(),
                orders,
                repeats);
        for (PlacingBench bench : List.of(ours, leanest)) {
            bench.place(PlacingBench.PLENTY, orders, WARM_UP_BATCH);
        }
        table(new Turns(ours, leanest, redis, pid), out);
        leanest.remove(); // what is left is ours
        memory(ours, redis, out);
        trim(ours, redis, out);
    }

    private void table(Turns turns, PrintWriter out) throws IOException {
        out.println("               in function: ours   leanest   ratio      CPU: ours   leanest   ratio");
        for (int batch : BATCHES) {
            for (String offer : List.of(PlacingBench.PLENTY, PlacingBench.SOLD_OUT)) {
                Turns.Costs costs = turns.take(offer, batch, orders, repeats);
                out.printf(
                        Locale.ROOT,
                        "%5d %-7s%19.2f %9.2f %7.2f %15.2f %9.2f %7.2f%n",
                        batch,
                        offer.equals(PlacingBench.PLENTY) ? "winner" : "loser",
                        costs.ours().functionMicros(),
                        costs.leanest().functionMicros(),
                        costs.ours().functionMicros() / costs.leanest().functionMicros(),
                        costs.ours().cpuMicros(),
                        costs.leanest().cpuMicros(),
                        costs.ours().cpuMicros() / costs.leanest().cpuMicros());
                out.flush();
            }
        }
    }

    /** What stays per order once the stream is trimmed, and what its event takes until then. */
    private static void memory(PlacingBench bench, RedisCommands<String, String> redis, PrintWriter out) {
        long stored = redis.hlen(bench.keys().orders());
        long kept = redis.memoryUsage(bench.keys().orders())
                + redis.memoryUsage(bench.keys().taken());
        long events = redis.memoryUsage(bench.keys().events());
        out.printf(
                Locale.ROOT,
                "%nbytes per order: %d kept (order %d, limit counter %d), %d more for its event with delivery until trimmed%n",
                kept / stored,
                redis.memoryUsage(bench.keys().orders()) / stored,
                redis.memoryUsage(bench.keys().taken()) / stored,
                events / stored);
        out.flush();
    }

    /** What trimming all of that costs, call by call, and what it frees. */
    private static void trim(PlacingBench bench, RedisCommands<String, String> redis, PrintWriter out) {
        long stored = redis.hlen(bench.keys().orders());
        long bytesBefore = bytesUsed(redis);
        List<Long> callMicros = new ArrayList<>();
        long entries = 0;
        long removed;
        do {
            long before = Turns.functionMicros(redis);
            removed = bench.trim();
            callMicros.add(Turns.functionMicros(redis) - before);
            entries += removed;
        } while (removed > 0);
        Collections.sort(callMicros);
        out.printf(
                Locale.ROOT,
                "%ntrimming: %d entries in %d calls, µs in function: median %d, longest %d; %d bytes an order of %d freed%n",
                entries,
                callMicros.size(),
                callMicros.get(callMicros.size() / 2),
                callMicros.get(callMicros.size() - 1),
                (bytesBefore - bytesUsed(redis)) / stored,
                bytesBefore / stored);
        out.flush();
    }

    private static long bytesUsed(RedisCommands<String, String> redis) {
        return redis.info("memory")
                .lines()
                .filter(line -> line.startsWith("used_memory:"))
                .mapToLong(line -> Long.parseLong(line.substring("used_memory:".length())))
                .findFirst()
                .orElse(0);
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
