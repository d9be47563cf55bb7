package io.ganchang.load.compare;

import io.ganchang.load.baseline.Aof;
import io.ganchang.load.baseline.Bare;
import io.ganchang.load.baseline.EchoFsync;
import io.ganchang.load.baseline.RedisOfItsOwn;
import io.ganchang.load.baseline.Usual;
import io.ganchang.load.generator.OrderRequests;
import io.ganchang.load.process.ServerProcess;
import io.ganchang.load.traffic.Clocks;
import io.ganchang.load.traffic.Tokens;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Starts contestants, each with a folder of its own, and ends what it has started, in whichever thread that is asked for. */
final class Lab implements AutoCloseable {
    static final String SESSION = "compare";
    private static final Duration READY_BOUND = Duration.ofMinutes(5);
    private static final int KEY_BYTES = 32;

    private final Path root;
    private final Path serve;
    private final int viewers;
    private final Clocks clocks;
    private final List<AutoCloseable> started = new ArrayList<>();

    /**
     * @param root where the folders are made
     * @param serve the script that starts the server
     * @param viewers how many take turns in ordering
     */
    Lab(Path root, Path serve, int viewers, Clocks clocks) {
        this.root = root;
        this.serve = serve;
        this.viewers = viewers;
        this.clocks = clocks;
    }

    /** Starts it and waits until it can be ordered from. */
    RunningSystem start(Contestant contestant) throws Exception {
        Path folder = Files.createDirectories(root.resolve(folderName(contestant)));
        return switch (contestant.kind()) {
            case GANCHANG -> startGanchang(contestant, folder);
            case USUAL -> startUsual(contestant, folder);
            case BARE -> startStateless(contestant, folder, Bare.class, List.of());
            case ECHO_FSYNC -> {
                Path file = folder.resolve("orders");
                yield startStateless(contestant, folder, EchoFsync.class, List.of("--file", file.toString()));
            }
        };
    }

    private String folderName(Contestant contestant) {
        return started.size() + "-" + contestant.name().replaceAll("[^a-z0-9-]", "-");
    }

    private RunningSystem startGanchang(Contestant contestant, Path folder) throws Exception {
        Path data = folder.resolve("data");
        Optional<RedisOfItsOwn> apart = contestant.apart()
                ? Optional.of(keep(RedisOfItsOwn.start(folder, contestant.aof())))
                : Optional.empty();
        Path config = Files.writeString(folder.resolve("ganchang.yaml"), settings(contestant, apart));
        ServerProcess server = launch(
                List.of(
                        serve.toString(),
                        "--port=0",
                        "--admin-port=0",
                        "--no-demo",
                        "--data=" + data,
                        "--config=" + config),
                data,
                folder);
        Tokens tokens = Tokens.of(data, clocks);
        GanchangBooks books = keep(new GanchangBooks(serve, folder, server.port(), tokens, clocks));
        String offer = books.open(contestant.soldOut());
        long redisPid = apart.isPresent() ? apart.get().pid() : redisPid(server);
        return running(contestant, server, OptionalLong.of(redisPid), offer, tokens, books);
    }

    /** What it must know beyond its defaults. */
    private static String settings(Contestant contestant, Optional<RedisOfItsOwn> apart) {
        String yaml = "http:\n  eventLoops: " + contestant.eventLoops() + "\nredis:\n  memoryBytesMax: "
                + RedisOfItsOwn.MEMORY_BYTES_MAX + '\n';
        return apart.map(redis -> yaml + "  url: unix://" + redis.socket() + "\n  allowUnsafe: "
                        + (contestant.aof() != Aof.ALWAYS) + '\n')
                .orElse(yaml);
    }

    private RunningSystem startUsual(Contestant contestant, Path folder) throws IOException {
        Path data = folder.resolve("data");
        List<String> options = List.of(
                "--data", data.toString(),
                "--pool", Integer.toString(contestant.pool()),
                "--aof", contestant.aof().word(),
                "--loops", Integer.toString(contestant.eventLoops()),
                "--offer", UsualBooks.OFFER,
                "--stock", Long.toString(contestant.soldOut() ? 0 : UsualBooks.STOCK));
        ServerProcess server = launch(baseline(Usual.class, options), data, folder);
        UsualBooks books = keep(new UsualBooks(data, contestant.soldOut() ? 0 : UsualBooks.STOCK));
        OptionalLong redisPid = OptionalLong.of(redisPid(server));
        return running(contestant, server, redisPid, UsualBooks.OFFER, Tokens.of(data, clocks), books);
    }

    /** One without Redis, and without anybody who checks tokens; they are sent all the same. */
    private RunningSystem startStateless(Contestant contestant, Path folder, Class<?> program, List<String> options)
            throws IOException {
        Path key = Files.createDirectories(folder.resolve("secrets")).resolve("token-hs256.key");
        byte[] random = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(random);
        Files.writeString(key, Base64.getUrlEncoder().withoutPadding().encodeToString(random));
        List<String> all = new ArrayList<>(options);
        all.addAll(List.of("--loops", Integer.toString(contestant.eventLoops())));
        ServerProcess server = launch(baseline(program, all), folder, folder);
        return running(
                contestant,
                server,
                OptionalLong.empty(),
                UsualBooks.OFFER,
                Tokens.of(folder, clocks),
                new FileBooks(folder.resolve("orders")));
    }

    private ServerProcess launch(List<String> command, Path redisFolder, Path folder) throws IOException {
        ServerProcess server = keep(ServerProcess.start(command, redisFolder, folder.resolve("server.log"), clocks));
        server.awaitReadyMs(READY_BOUND);
        return server;
    }

    /** As the scripts start a server, by the Java and from the class path of this process. */
    private static List<String> baseline(Class<?> program, List<String> options) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+ExitOnOutOfMemoryError",
                "-Dfile.encoding=" + StandardCharsets.UTF_8,
                "--class-path",
                absoluteClassPath(),
                program.getName()));
        command.addAll(options);
        return command;
    }

    private static String absoluteClassPath() {
        return String.join(
                System.getProperty("path.separator"),
                Arrays.stream(System.getProperty("java.class.path").split(System.getProperty("path.separator"), -1))
                        .map(entry -> Path.of(entry).toAbsolutePath().toString())
                        .toList());
    }

    private RunningSystem running(
            Contestant contestant,
            ServerProcess server,
            OptionalLong redisPid,
            String offer,
            Tokens tokens,
            RunningSystem.Books books) {
        return new RunningSystem(
                contestant,
                new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()),
                new OrderRequests(SESSION, offer, viewers, viewer -> tokens.of("viewer", viewer), "k"),
                server.pid(),
                redisPid,
                books);
    }

    private static long redisPid(ServerProcess server) throws IOException {
        return server.redis()
                .process()
                .orElseThrow(() -> new IOException("the server has no Redis"))
                .pid();
    }

    private synchronized <T extends AutoCloseable> T keep(T part) {
        started.add(part);
        return part;
    }

    /** Ends all of it, last first, whatever becomes of one. */
    @Override
    public synchronized void close() throws IOException {
        IOException failure = null;
        for (int i = started.size() - 1; i >= 0; i--) {
            try {
                started.get(i).close();
            } catch (Exception e) {
                failure = new IOException("something that was started could not be ended", e);
            }
        }
        started.clear();
        if (failure != null) {
            throw failure;
        }
    }
}
