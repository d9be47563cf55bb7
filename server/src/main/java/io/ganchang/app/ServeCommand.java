package io.ganchang.app;

import io.ganchang.config.Config;
import io.ganchang.config.Overrides;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Starts the server. Its threads keep the process alive; SIGTERM and Ctrl-C drain it. */
@Command(name = "serve", description = "Starts the server.", mixinStandardHelpOptions = true)
final class ServeCommand implements Callable<Integer> {
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
        Runtime.getRuntime().addShutdownHook(new Thread(server::close, "shutdown"));
        server.start();
        PrintWriter out = Terminal.out(spec);
        out.println("ready on " + server.address());
        out.flush();
        return SERVING;
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
