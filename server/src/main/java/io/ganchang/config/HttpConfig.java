package io.ganchang.config;

/**
 * The public listener.
 *
 * @param port 0 lets the system choose one
 * @param eventLoops 0 for one per core
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
        int eventLoops,
        int orderBodyBytesMax,
        int commandBodyBytesMax,
        int headMsMax,
        int bodyMsMax,
        int keepAliveMsMax,
        int connectionsMax,
        int connectionsPerAddressMax,
        int drainNoticeMs) {

    static HttpConfig from(Section section) {
        return new HttpConfig(
                section.text("host"),
                section.integer("port", 0, Section.PORT_MAX),
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
}
