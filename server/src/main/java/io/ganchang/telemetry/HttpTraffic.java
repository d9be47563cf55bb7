package io.ganchang.telemetry;

import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.spi.VertxMetricsFactory;
import io.vertx.core.spi.metrics.HttpServerMetrics;
import io.vertx.core.spi.metrics.VertxMetrics;
import io.vertx.core.spi.observability.HttpRequest;
import io.vertx.core.spi.observability.HttpResponse;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;

/**
 * Counts connections and answers of the listeners, where Vert.x tells of them: whatever route or fault they come from, none
 * is missed.
 */
public final class HttpTraffic implements VertxMetricsFactory, VertxMetrics {
    private static final int CLASSES = 6;

    private final Function<HttpServerOptions, Listener> listeners;
    private final Map<Listener, Counts> counts = new EnumMap<>(Listener.class);

    /** @param listeners tells which one has those options */
    public HttpTraffic(Function<HttpServerOptions, Listener> listeners) {
        this.listeners = listeners;
        for (Listener listener : Listener.values()) {
            counts.put(listener, new Counts());
        }
    }

    /** What clients connect to. */
    public enum Listener {
        PUBLIC,
        ADMIN
    }

    /** What happened at one listener, over all event loops. */
    private static final class Counts implements HttpServerMetrics<Boolean, Boolean, Boolean> {
        private final LongAdder opened = new LongAdder();
        private final LongAdder closed = new LongAdder();
        private final LongAdder[] answersByClass = new LongAdder[CLASSES];

        Counts() {
            Arrays.setAll(answersByClass, statusClass -> new LongAdder());
        }

        @Override
        public Boolean connected(SocketAddress remote, String remoteName) {
            opened.increment();
            return true;
        }

        @Override
        public void disconnected(Boolean connection, SocketAddress remote) {
            closed.increment();
        }

        @Override
        public Boolean requestBegin(Boolean connection, HttpRequest request) {
            return true;
        }

        @Override
        public void responseBegin(Boolean request, HttpResponse response) {
            int statusClass = response.statusCode() / 100;
            if (statusClass < CLASSES) {
                answersByClass[statusClass].increment();
            }
        }
    }

    @Override
    public VertxMetrics metrics(VertxOptions options) {
        return this;
    }

    @Override
    public HttpServerMetrics<?, ?, ?> createHttpServerMetrics(HttpServerOptions options, SocketAddress address) {
        return of(listeners.apply(options));
    }

    /** Connections that are open now. */
    public long open(Listener listener) {
        Counts found = of(listener);
        long closed = found.closed.sum(); // read first, so that none seems closed before it was opened
        return found.opened.sum() - closed;
    }

    /** Connections that were ever accepted. */
    public long opened(Listener listener) {
        return of(listener).opened.sum();
    }

    /** Answers with a status of {@code statusClass}, such as 2 for 2xx. */
    public long answers(Listener listener, int statusClass) {
        return of(listener).answersByClass[statusClass].sum();
    }

    private Counts of(Listener listener) {
        Counts found = counts.get(listener);
        if (found == null) {
            throw new IllegalStateException("no counts of " + listener);
        }
        return found;
    }
}
