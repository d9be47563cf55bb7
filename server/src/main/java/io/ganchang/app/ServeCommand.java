package io.ganchang.app;

import io.ganchang.config.Config;
import io.ganchang.config.Overrides;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Starts the server. Its threads keep the process alive; SIGTERM and Ctrl-C drain it. */
@Command(name = "serve", description = "Starts the server.", mixinStandardHelpOptions = true)
final class ServeCommand implements Callable<Integer> {
    private static final Logger LOG = LoggerFactory.getLogger(ServeCommand.class);

    /** Less than the half minute that whoever asks for the end should give. */
    static final Duration STOP_MAX = Duration.ofSeconds(28);

    /** Not an exit code: the server runs. */
    static final int SERVING = -1;

    @Spec
    private @Nullable CommandSpec spec;

    @Option(names = "--config", description = "settings laid over the defaults")
    private @Nullable Path config;

    @Option(names = "--port", description = "port of the public listener; 0 for any free one")
    private @Nullable String port;

    @Option(names = "--admin-port", description = "port of the admin listener; 0 for any free one")
    private @Nullable String adminPort;

    @Option(names = "--data", description = "the data folder")
    private @Nullable Path data;

    @Option(
            names = "--redis",
            description =
                    "a Redis that runs already: redis://[user[:password]@]host[:port], rediss://..., unix:///path")
    private @Nullable String redis;

    @Option(
            names = "--repair-aof",
            description = "cuts off what the embedded Redis cannot load of its append-only file; the original is kept")
    private boolean repairAof;

    @Option(names = "--no-demo", description = "opens no demo market and lets no guests in")
    private boolean noDemo;

    @Override
    public Integer call() {
        Config settings = Settings.load(config, overrides());
        if (repairAof && settings.redis().url().isPresent()) {
            throw new StartException("--repair-aof is for the embedded Redis; repair the one at "
                    + settings.redis().url().get() + " with redis-check-aof");
        }
        Server server = new Server(settings, repairAof);
        Runtime.getRuntime()
                .addShutdownHook(new Thread(() -> stop(server, settings.http().drainNoticeMs()), "shutdown"));
        server.start();
        PrintWriter out = Terminal.out(spec);
        server.demoPage().ifPresent(page -> out.println("the demo market is at " + page));
        out.println("ready on " + server.address());
        out.flush();
        return SERVING;
    }

    /**
     * Drains, and ends the process where that goes on for too long. Nothing is lost then either: Redis holds on disk
     * what was acknowledged, and goes on until the next server takes it over.
     *
     * @param noticeMs how long it goes on serving before it drains
     */
    private static void stop(Server server, int noticeMs) {
        Thread draining = new Thread(server::close, "drain");
        draining.start();
        try {
            draining.join(noticeMs + STOP_MAX.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (draining.isAlive()) {
            LOG.error("not drained within {} s; the next start goes on from here", STOP_MAX.toSeconds());
            Runtime.getRuntime().halt(Main.NOT_DRAINED);
        }
    }

    private Overrides overrides() {
        Overrides overrides = Overrides.none();
        overrides = with(overrides, "http.port", port);
        overrides = with(overrides, "admin.port", adminPort);
        overrides = with(overrides, "data.folder", data);
        overrides = with(overrides, "redis.url", redis);
        return noDemo ? overrides.with("demo.enabled", "false") : overrides;
    }

    private static Overrides with(Overrides overrides, String path, @Nullable Object value) {
        return value == null ? overrides : overrides.with(path, value.toString());
    }
}
