package io.ganchang.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;

/**
 * The public listener.
 *
 * @param port 0 lets the system choose one
 * @param publicUrl where browsers and payment services reach this listener: scheme, host and perhaps a port, no path
 * @param eventLoops 0 for one per two cores
 * @param orderBodyBytesMax largest body of an order
 * @param commandBodyBytesMax largest body of every other request
 * @param headMsMax from the opening of a connection to the last byte of its first request head
 * @param bodyMsMax from a request head to the last byte of its body
 * @param keepAliveMsMax from an answer to the last byte of the next request head
 * @param connectionsMax most open connections of all event loops together
 * @param connectionsPerAddressMax most of them from one network address, 0 for no such cap
 * @param drainNoticeMs how long a server that stops says so on {@code /readyz} before its listeners close
 */
public record HttpConfig(
        String host,
        int port,
        Optional<URI> publicUrl,
        int eventLoops,
        int orderBodyBytesMax,
        int commandBodyBytesMax,
        int headMsMax,
        int bodyMsMax,
        int keepAliveMsMax,
        int connectionsMax,
        int connectionsPerAddressMax,
        int drainNoticeMs) {
    private static final int PUBLIC_URL_LENGTH_MAX = 200;

    static HttpConfig from(Section section) {
        return new HttpConfig(
                section.text("host"),
                section.integer("port", 0, Section.PORT_MAX),
                section.parsed(
                        "publicUrl",
                        "an http or https address without a path, or nothing",
                        Optional.empty(),
                        HttpConfig::publicUrl),
                section.integer("eventLoops", 0, 64),
                section.integer("orderBodyBytesMax", 512, 65_536),
                section.integer("commandBodyBytesMax", 1_024, 1_048_576),
                section.integer("headMsMax", 100, 60_000),
                section.integer("bodyMsMax", 100, 60_000),
                section.integer("keepAliveMsMax", 1_000, 600_000),
                section.integer("connectionsMax", 1, 1_000_000),
                section.integer("connectionsPerAddressMax", 0, 1_000_000),
                section.integer("drainNoticeMs", 0, 60_000));
    }

    private static Optional<Optional<URI>> publicUrl(String text) {
        if (text.isBlank()) {
            return Optional.of(Optional.empty());
        }
        try {
            URI address = new URI(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
            return isPlace(address) && text.length() <= PUBLIC_URL_LENGTH_MAX
                    ? Optional.of(Optional.of(address))
                    : Optional.empty();
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    /** Whether it says where the listener is and nothing more. */
    private static boolean isPlace(URI address) {
        return String.valueOf(address.getScheme()).toLowerCase(Locale.ROOT).matches("https?")
                && address.getHost() != null
                && address.getUserInfo() == null
                && String.valueOf(address.getRawPath()).isEmpty()
                && address.getRawQuery() == null
                && address.getRawFragment() == null;
    }
}
