package io.ganchang.app;

import io.ganchang.config.Config;
import io.ganchang.config.HttpConfig;
import io.ganchang.http.ConnectionLimits;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServerOptions;
import java.nio.file.Path;
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

    /** The key that signs tokens in a data folder; both are made where they are missing. */
    public static byte[] tokenKey(Path data) {
        DataFolder folder = new DataFolder(data);
        folder.create();
        return folder.secrets().tokenKey();
    }
}
