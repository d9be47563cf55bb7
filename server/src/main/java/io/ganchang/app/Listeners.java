package io.ganchang.app;

import io.vertx.core.http.HttpServerOptions;

/** How both listeners listen. */
final class Listeners {
    /** How long a listener that closes waits for its requests to be answered. */
    static final long DRAIN_SECONDS_MAX = 20;

    private static final int IDLE_SECONDS_MAX = 60;
    private static final int HEADERS_BYTES_MAX = 8_192;
    private static final int FIRST_LINE_BYTES_MAX = 2_048;
    private static final int BACKLOG = 4_096;

    private Listeners() {}

    static HttpServerOptions options(String host, int port) {
        return new HttpServerOptions()
                .setHost(host)
                .setPort(port)
                .setAcceptBacklog(BACKLOG)
                .setIdleTimeout(IDLE_SECONDS_MAX)
                .setMaxHeaderSize(HEADERS_BYTES_MAX)
                .setMaxInitialLineLength(FIRST_LINE_BYTES_MAX)
                .setHandle100ContinueAutomatically(true);
    }
}
