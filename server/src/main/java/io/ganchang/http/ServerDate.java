package io.ganchang.http;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * The {@code Date} of replies (RFC 9110 §6.6.1), by which a phone with a wrong clock can count down to the server's time.
 * It is written once a second. Not thread-safe: one per event loop.
 */
final class ServerDate {
    private static final DateTimeFormatter FORMAT = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM uuuu HH:mm:ss 'GMT'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private final InstantSource clock;
    private long writtenSeconds = -1;
    private CharSequence written = "";

    ServerDate(InstantSource clock) {
        this.clock = clock;
    }

    void addTo(HttpServerResponse response) {
        long seconds = TimeUnit.MILLISECONDS.toSeconds(clock.millis());
        if (seconds != writtenSeconds) {
            writtenSeconds = seconds;
            written = HttpHeaders.createOptimized(FORMAT.format(clock.instant()));
        }
        response.putHeader(HttpHeaders.DATE, written);
    }
}
