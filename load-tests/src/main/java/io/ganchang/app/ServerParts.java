package io.ganchang.app;

import io.ganchang.config.Config;
import io.ganchang.config.HttpConfig;
import io.ganchang.http.ConnectionLimits;
import io.ganchang.http.Tokens;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServerOptions;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.NullMarked;

/**
 * Parts of the server's assembly that baselines put together otherwise. In the server's package, but not in the server,
 * for the same reason as {@link io.ganchang.http.OrderIntake}.
 */
@NullMarked
public final class ServerParts {
    private ServerParts() {}

    /** The server's settings where nobody says otherwise. */
    public static Config defaults() {
        return Settings.of(null);
    }

    /** Vert.x with the server's transport and as many event loops, counting nothing. */
    public static Vertx vertx(int eventLoops) {
        return Vertx.vertx(new VertxOptions().setPreferNativeTransport(true).setEventLoopPoolSize(eventLoops));
    }

    /** How the server's public listener listens. */
    public static HttpServerOptions listener(HttpConfig http, int port) {
        return Listeners.options(http.host(), port, ConnectionLimits.of(http));
    }

    /** Checks tokens by the key in a data folder, which is made where it is missing. */
    public static Tokens tokens(Vertx vertx, Path data, InstantSource clock) {
        DataFolder folder = new DataFolder(data);
        folder.create();
        Tokens tokens = new Tokens(vertx, folder.secrets().tokenKeys(), Optional.empty(), clock);
        tokens.proveRefusals(vertx);
        return tokens;
    }
}
