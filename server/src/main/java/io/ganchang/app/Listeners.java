package io.ganchang.app;

import io.ganchang.http.ConnectionLimits;
import io.vertx.core.http.HttpServerOptions;
import java.util.concurrent.TimeUnit;

/** How both listeners listen. */
final class Listeners {
    /** How long a listener that closes waits for its requests to be answered. */
    static final long DRAIN_SECONDS_MAX = 10;

    /** Those of the admin listener, where few call and an audit may think for minutes. */
    static final ConnectionLimits ADMIN_LIMITS = new ConnectionLimits(5_000, 5_000, 660_000, 256, 0);

    private static final int HEADERS_BYTES_MAX = 8_192;
    private static final int FIRST_LINE_BYTES_MAX = 2_048;
    private static final int BACKLOG = 4_096;

    private Listeners() {}

    /** Whoever neither reads nor writes for as long as a kept connection may rest is cut off as well. */
    static HttpServerOptions options(String host, int port, ConnectionLimits limits) {
        return new HttpServerOptions()
                .setHost(host)
                .setPort(port)
                .setAcceptBacklog(BACKLOG)
                .setHttp2ClearTextEnabled(false)
                .setPerFrameWebSocketCompressionSupported(false) // its handler looks at every request and reply
                .setPerMessageWebSocketCompressionSupported(false)
                .setStrictThreadMode(true)
                .setIdleTimeout(limits.keepAliveMsMax())
                .setIdleTimeoutUnit(TimeUnit.MILLISECONDS)
                .setMaxHeaderSize(HEADERS_BYTES_MAX)
                .setMaxInitialLineLength(FIRST_LINE_BYTES_MAX);
    }
}
